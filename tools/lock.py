"""Resolve every pin again (``make lock``): hash-pinned requirement files that record no address."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.setup_env import ROOT, UV, environment, say

COMMON = ("-q", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--upgrade")


def compile_(source: Path | str, to: Path, *options: str) -> None:
    """Resolve one requirement file."""
    say(f"resolving {to.relative_to(ROOT)}")
    command = [str(UV), "pip", "compile", str(source), *COMMON, *options, "-o", str(to)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment())


def lock_bot() -> None:
    """Resolve Rasa's environment; ``tool.uv`` of its pyproject (overrides) counts, so uv reads the project itself."""
    say("resolving bot/requirements.txt")
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "pyproject.toml"
        copy.write_text((ROOT / "bot" / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
        subprocess.run([str(UV), "lock", "-q"], check=True, cwd=scratch, env=environment())
        out = ROOT / "bot" / "requirements.txt"
        export = (str(UV), "export", "-q", "--frozen", "--no-emit-project", "--no-header", "--no-annotate")
        subprocess.run([*export, "-o", str(out)], check=True, cwd=scratch, env=environment())


def main() -> None:
    """Resolve all of them."""
    pins = ROOT / "requirements"
    compile_("pyproject.toml", pins / "app.txt", "--python-version", "3.11")
    compile_("pyproject.toml", pins / "dev.txt", "--python-version", "3.11", "--group", "dev")
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "tools.in"
        wanted.write_text("uv\n", encoding="utf-8")
        compile_(wanted, pins / "tools.txt", "--python-version", "3.11")
    lock_bot()


if __name__ == "__main__":
    main()
