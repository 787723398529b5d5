"""Where the bot's environment and sources are, and how its Python is called."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from api.settings import Settings

LEASH = Path(__file__).with_name("leash.py")
_SOURCES = ("config.yml", "bot/domain", "bot/data", "bot/components", "bot/requirements.txt")
# The bot's components read these too (standard library only).
_SHARED_SOURCES = ("knowledge/text.py", "knowledge/aspects.py", "knowledge/lexicon")
_SKIPPED = {".pyc"}


@dataclass(frozen=True, slots=True)
class BotHome:
    """The checkout as the bot sees it.

    Attributes:
        project: folder with ``config.yml`` and ``bot/``.
        data: the deployment's data folder.
    """

    project: Path
    data: Path

    @classmethod
    def of(cls, settings: Settings) -> BotHome:
        """Return the one of a deployment."""
        return cls(settings.project, settings.data)

    @property
    def python(self) -> Path:
        """The bot environment's Python."""
        return self.project / "bot" / ".venv" / "bin" / "python"

    @property
    def missing(self) -> Path | None:
        """The first thing Rasa cannot do without that is not there."""
        needed = (self.python, self.project / "config.yml", self.project / "bot" / "domain")
        return next((path for path in needed if not path.exists()), None)

    def inputs_hash(self) -> str:
        """Return a hash of everything the trained model depends on."""
        total = hashlib.sha256()
        for name in (*_SOURCES, *_SHARED_SOURCES):
            for path in _files(self.project / name):
                total.update(path.relative_to(self.project).as_posix().encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()[:16]

    def command(self, *arguments: str) -> list[str]:
        """Return the command line for ``python -m rasa ARGUMENTS`` that dies with this process."""
        return [str(self.python), str(LEASH), str(os.getpid()), "-m", "rasa", *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment for it: quiet, single-threaded, no telemetry, its own home folder."""
        home = self.data / "bot" / "home"
        home.mkdir(parents=True, exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        return {
            **inherited,
            "HOME": str(home),
            "MPLCONFIGDIR": str(home),
            "PYTHONPATH": str(self.project),
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONUNBUFFERED": "1",
            **more,
        }


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and file.suffix not in _SKIPPED and "__pycache__" not in file.parts
    )
