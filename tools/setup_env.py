"""Set the project up: ``python3 tools/setup_env.py [--dev] [--force]``.

Standard library only; installs nothing outside the checkout (uv keeps its downloads in the user's
cache folder).

    .tools/    a small environment that holds uv
    .venv/     the root environment (Python 3.11 to 3.13)
    bot/.venv/ Rasa's environment (Python 3.11 exactly; uv brings one where the machine has none)

What is installed is pinned with hashes in ``requirements/`` and ``bot/requirements.txt``. A stamp of those
files lets a second run return at once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
UV = TOOLS / "bin" / "uv"
MINIMUM = (3, 11)


def say(text: str) -> None:
    """Print a line at once, also into a log."""
    print(f"[setup] {text}", flush=True)


def fail(text: str) -> None:
    """Leave with a line that says what to do."""
    sys.exit(f"[setup] {text}")


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command; its output is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:] + done.stderr[-4000:])
        fail(f"'{Path(str(command[0])).name} {' '.join(str(c) for c in command[1:4])} …' failed; see above")


def environment() -> dict[str, str]:
    """Return the environment uv runs in: it follows pip's own index settings where uv has none."""
    values = dict(os.environ)
    for theirs, ours in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if theirs in values:
            values.setdefault(ours, values[theirs])
    values.setdefault("UV_HTTP_TIMEOUT", "180")
    values.setdefault("UV_SYSTEM_CERTS", "true")  # an office's proxy is trusted where the machine trusts it
    values.setdefault("UV_PYTHON_INSTALL_DIR", str(TOOLS / "python"))
    values.pop("VIRTUAL_ENV", None)
    return values


def digest(paths: Sequence[Path]) -> str:
    """Return one checksum over files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def bring_uv() -> None:
    """Install uv into ``.tools``."""
    pins = ROOT / "requirements" / "tools.txt"
    stamp = TOOLS / ".stamp"
    if UV.is_file() and stamp.is_file() and stamp.read_text() == digest([pins]):
        return
    say("bringing uv (package installer) into .tools …")
    made = subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], capture_output=True, text=True, check=False)
    if made.returncode:
        fail(
            "this Python cannot make virtual environments; install its venv module (Debian: python3-venv) and try again"
        )
    run(TOOLS / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", pins)
    stamp.write_text(digest([pins]))


def environment_of(folder: Path, python: str, pins: Path, *, what: str, editable: bool, force: bool) -> None:
    """Make one environment match its pins exactly, and leave a stamp.

    Args:
        folder: the virtual environment.
        python: which Python it is made with, in uv's words.
        pins: requirement file with hashes.
        what: name for the progress line.
        editable: also install the project itself (the ``motcua`` command).
        force: do it although the stamp says nothing has changed.
    """
    inputs = [pins, ROOT / "pyproject.toml"] if editable else [pins]
    stamp = folder / f".stamp-{pins.stem}"
    wanted = digest(inputs)
    if not force and stamp.is_file() and stamp.read_text() == wanted:
        return
    started = time.monotonic()
    say(f"{what}: installing …")
    if not (folder / "bin" / "python").exists():
        run(UV, "venv", "-q", "--python", python, folder)
    for old in folder.glob(".stamp-*"):
        old.unlink()
    bytecode = () if editable else ("--compile-bytecode",)  # Rasa starts 8 s faster with it
    run(UV, "pip", "sync", "-q", "--require-hashes", *bytecode, "--python", folder / "bin" / "python", pins)
    if editable:
        run(
            UV,
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "--python",
            folder / "bin/python",
            "-e",
            ROOT,
        )
    stamp.write_text(wanted)
    say(f"{what}: ready in {time.monotonic() - started:.0f} s")


def main() -> None:
    """Install both environments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="with the tools that prove the project")
    parser.add_argument("--force", action="store_true", help="install again although nothing has changed")
    chosen = parser.parse_args()
    if sys.version_info < MINIMUM:
        fail(f"Python {MINIMUM[0]}.{MINIMUM[1]} or newer is needed; this is {sys.version.split()[0]}")
    bring_uv()
    root_env = ROOT / ".venv"
    has_dev = (root_env / ".stamp-dev").is_file()
    pins = ROOT / "requirements" / ("dev.txt" if chosen.dev or has_dev else "app.txt")
    environment_of(root_env, ">=3.11,<3.14", pins, what="root environment", editable=True, force=chosen.force)
    bot_pins = ROOT / "bot" / "requirements.txt"
    environment_of(ROOT / "bot" / ".venv", "3.11", bot_pins, what="bot environment", editable=False, force=chosen.force)


if __name__ == "__main__":
    main()
