"""One command holds what the product can do."""

from __future__ import annotations

from tests.commands import invoke


def test_the_commands_of_knowledge_and_serve_stand_side_by_side() -> None:
    told = invoke(["--help"], env={"COLUMNS": "160"}).output

    for command in ("import", "snapshots", "activate", "diff", "search", "answer", "serve"):
        assert command in told, command


def test_serve_refuses_a_port_that_is_none() -> None:
    ended = invoke(["serve", "--port", "70000"])

    assert ended.exit_code == 2
    assert "MOTCUA_PORT: không được quá 65535" in ended.output
