"""Commands of ``motcua`` in tests."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from api.cli import app


def invoke(arguments: Sequence[str], **options: Any) -> Result:
    """Run a command as typed; in a thread of its own, since a browser test leaves a loop running in the main one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(CliRunner().invoke, app, list(arguments), **options).result()
