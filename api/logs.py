"""Logs as JSON lines: ids, states and times; never a text a person wrote, an address or a secret."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

_USUAL = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message", "taskName"}
_FILE_BYTES = 10_000_000
_FILES = 5


class JsonLines(logging.Formatter):
    """One record, one line of JSON: time, level, logger, event, and what ``extra`` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line.update({key: value for key, value in record.__dict__.items() if key not in _USUAL})
        if record.exc_info and record.exc_info[1]:
            line["error"] = _kind_and_place(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _kind_and_place(error: BaseException) -> str:
    """Return what kind of error it was and where, with its causes, the last first.

    What an error says is left out: it may quote what somebody wrote (a value that is no number, a key that is taken).
    """
    parts: list[str] = []
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        number = f" [{found.errno}]" if isinstance(found, OSError) else ""
        parts.append(f"{type(found).__module__}.{type(found).__qualname__}{number}\n")
        parts += traceback.format_tb(found.__traceback__)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return "".join(parts).rstrip()


def set_up(level: str, file: Path | None = None) -> None:
    """Send logs of this process to a rotating file, or to standard error when none is named."""
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(file, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8")
    else:
        handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "rasa_sdk", "alembic", "uvicorn"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLogger().level))
