"""Runs ``python …`` so that it dies with its parent, also when the parent is killed outright (Linux).

Used as a script by the bot's own Python: ``leash.py PARENT_PID ARGUMENTS…``. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent and become ``python ARGUMENTS…``."""
    parent, arguments = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the leash was on
            sys.exit(1)
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - arguments come from the supervisor


if __name__ == "__main__":
    main()
