"""What the documents say is so: links lead somewhere, and what they name exists."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from api.cli import app
from api.problems import _STATUS
from api.security.access import ROUTES, Access
from api.settings import PREFIX, Settings
from api.wording import PROBLEMS
from knowledge.aspects import Aspect
from knowledge.bootstrap import CATALOGUE
from knowledge.phrasings import PhrasingKind, everyday, phrasings, targets
from knowledge.sources.remarks import _GAPS
from knowledge.sources.starter import read_catalogue

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
DOCUMENTS = [*READMES, *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md")), *sorted(DOCS.rglob("*.md"))]
LONGEST_README = 150

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s]+)\)")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands() -> dict[str, set[str]]:
    """Return the options of every command of ``motcua``, those of its subcommands included."""
    group = typer.main.get_command(app)
    assert hasattr(group, "commands")
    return {name: options_of(command) for name, command in group.commands.items()}


def options_of(command: Any) -> set[str]:
    """Return the long options of a command and of what stands below it."""
    own = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    return own.union(*(options_of(below) for below in getattr(command, "commands", {}).values()))


def command_sections() -> dict[str, str]:
    """Return the sections of docs/cli.md, by command."""
    parts = re.split(r"^## motcua (\w+)$", text_of(DOCS / "cli.md"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rules_of_imports() -> Iterator[str]:
    """Yield the name of every finding an import can make, as it stands in the sources."""
    yield from (f"{gap}_missing" for gap in _GAPS)
    place = {"warning": 0, "rejection": 0, "no_record": 1}
    for path in (ROOT / "knowledge").rglob("*.py"):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in place:
                position = place[node.func.id]
                rule = node.args[position] if len(node.args) > position else None
                if isinstance(rule, ast.Constant):
                    yield str(rule.value)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_of_a_document_leads_to_a_file(path: Path) -> None:
    links = [link for link in _LINK.findall(_FENCE.sub("", text_of(path))) if not re.match(r"[a-z]+:|#", link)]

    assert [link for link in links if not (path.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_a_readme_names_the_two_commands_shows_a_picture_and_stays_short(path: Path) -> None:
    lines = text_of(path).splitlines()

    assert {"make run", "make test"} <= set(lines)
    assert any(line.startswith("![") for line in lines)
    assert len(lines) < LONGEST_README


def test_both_readmes_have_the_same_parts_and_links() -> None:
    english, vietnamese = (text_of(path) for path in READMES)

    def headings(text: str) -> list[str]:
        return re.findall(r"^#+", text, re.MULTILINE)

    assert headings(english) == headings(vietnamese)
    links = set(_LINK.findall(english)) ^ set(_LINK.findall(vietnamese))
    assert links <= {"README.md", "README.vi.md", "docs/cli.md", "docs/admin.md"}


def test_the_command_line_is_documented_and_nothing_else_is() -> None:
    assert set(command_sections()) == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_of_a_command_is_documented_and_nothing_else_is(name: str) -> None:
    named = set(re.findall(r"--[a-z]+", command_sections()[name]))

    assert named == commands()[name] - {"--help"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_only_commands_targets_and_settings_that_exist(path: Path) -> None:
    text = text_of(path)
    targets_of_make = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    settings = {PREFIX + name.upper() for name in Settings.model_fields}

    assert set(re.findall(r"(?:bin/|`)motcua ([a-z]+)", text)) <= set(commands())
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= targets_of_make
    assert set(re.findall(r"MOTCUA_[A-Z_]+[A-Z]", text)) <= settings


def test_every_route_is_documented_and_nothing_else_is() -> None:
    headings = re.findall(r"^### `([A-Z]+) (\S+)`$", text_of(DOCS / "api.md"), re.MULTILINE)

    for_people = {Access.CONSOLE, Access.PAGE}
    assert set(headings) == {route for route, access in ROUTES.items() if access not in for_people}
    assert len(headings) == len(set(headings))


def test_every_page_of_the_console_is_explained_to_administrators() -> None:
    text = text_of(DOCS / "admin.md")
    pages = [path for (method, path), access in ROUTES.items() if access is Access.CONSOLE and method == "GET"]

    assert [path for path in pages if not re.search(r"[{.]", path) and f"`{path}`" not in text] == []


def test_every_error_code_is_documented_with_its_status() -> None:
    rows = re.findall(r"^\| (\d{3}) \| (.+?) \|", text_of(DOCS / "api.md"), re.MULTILINE)
    documented = {code: int(status) for status, codes in rows for code in re.findall(r"`(\w+)`", codes)}

    assert set(documented) == set(PROBLEMS)
    assert {code: status for _, status, code in _STATUS} == {code: documented[code] for _, _, code in _STATUS}


@pytest.mark.parametrize("name", ["api.md", "cli.md", "operator.md"])
def test_every_aspect_is_named(name: str) -> None:
    text = text_of(DOCS / name)

    assert [aspect.value for aspect in Aspect if f"`{aspect.value}`" not in text] == []


def test_every_finding_of_an_import_is_explained_and_nothing_else_is() -> None:
    part = text_of(DOCS / "admin.md").partition("## Ý nghĩa các cảnh báo")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`.+?) \|", part, re.MULTILINE)

    assert {rule for cell in first_cells for rule in re.findall(r"`(\w+)`", cell)} == set(rules_of_imports())


@pytest.mark.parametrize("path", [*READMES, DOCS / "data.md"], ids=lambda path: path.name)
def test_the_stated_size_of_the_starter_set_is_true(path: Path) -> None:
    size = sum(reading.procedure is not None for file in CATALOGUE.glob("*.yaml") for reading in read_catalogue(file))

    assert {int(number) for number in re.findall(r"\b(\d{3,}) (?:procedures|thủ tục)\b", text_of(path))} == {size}


def test_the_data_card_states_the_true_numbers_of_the_phrasings() -> None:
    rows = phrasings()
    kinds = {kind: sum(row.kind is kind for row in rows) for kind in PhrasingKind}
    text = text_of(DOCS / "data.md")

    assert f"{len(rows):,} wordings of {len({row.code for row in rows}):,} needs" in text
    assert {row.code for row in rows} == set(targets())
    for kind, number in kinds.items():
        assert f"{kind.value} {number:,}" in text


def test_the_data_card_states_the_true_numbers_of_the_everyday_words() -> None:
    rows = {code: words.split(", ") for code, words in everyday().items()}

    assert f"{sum(map(len, rows.values())):,} words and short phrases for {len(rows):,} needs" in text_of(
        DOCS / "data.md"
    )
    assert set(rows) <= set(targets())
    assert all(len(set(words)) == len(words) and all(words) for words in rows.values())


def test_the_data_card_describes_the_shipped_encoder() -> None:
    folder = ROOT / "knowledge" / "encoder" / "model"
    card = json.loads(text_of(folder / "card.json"))
    text = text_of(DOCS / "data.md")

    assert f"{card['dimension']} dimensions, {card['max_tokens']} tokens" in text
    assert f"about {(folder / 'model.onnx').stat().st_size / 1e6:.0f} MB" in text
    assert ("fine-tuned on the phrasings" in text) == (card["epochs"] > 0)


def test_no_picture_is_kept_that_no_document_shows() -> None:
    shown = {(path.parent / link).resolve() for path in DOCUMENTS for link in _LINK.findall(text_of(path))}

    assert [image.name for image in (DOCS / "images").glob("*") if image.resolve() not in shown] == []
