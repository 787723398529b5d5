"""The rules of the house, checked on the sources themselves."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("knowledge", "actions", "api", "bot", "tools", "tests")
ALLOWED = {
    "knowledge": {"knowledge"},
    "actions": {"actions", "knowledge"},
    "api": {"api", "actions", "knowledge"},
    "bot": {"bot", "knowledge"},
    "tools": set(OURS) - {"tests"},
}
STANDARD_LIBRARY_ONLY = ("knowledge/__init__.py", "knowledge/text.py", "knowledge/aspects.py")


def sources(room: str) -> Iterator[Path]:
    for path in sorted((ROOT / room).rglob("*.py")):
        if not {".venv", "__pycache__", "models"} & set(path.relative_to(ROOT).parts):
            yield path


def imports_of(path: Path) -> Iterator[str]:
    """Yield the first two parts of every module a file imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_rooms_import_only_in_one_direction(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources(room)
        for module in imports_of(path)
        if module.split(".")[0] in OURS and module.split(".")[0] not in ALLOWED[room]
    ]
    assert not wrong


def test_only_the_bot_imports_rasa() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for room in OURS
        if room != "bot"
        for path in sources(room)
        for module in imports_of(path)
        if module.split(".")[0] == "rasa"
    ]
    assert not wrong


def test_what_the_bot_shares_uses_the_standard_library_only() -> None:
    wrong = [
        f"{name} imports {module}"
        for name in STANDARD_LIBRARY_ONLY
        for module in imports_of(ROOT / name)
        if module.split(".")[0] not in sys.stdlib_module_names
        and f"{module.replace('.', '/')}.py" not in STANDARD_LIBRARY_ONLY
    ]
    assert not wrong


def test_importing_a_room_loads_no_model_and_no_heavy_library() -> None:
    code = (
        "import sys, knowledge, knowledge.service, actions, api.app\n"
        "print([m for m in ('torch', 'underthesea', 'onnxruntime', 'tokenizers', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_lock_files_pin_with_hashes_and_record_no_address() -> None:
    for path in [*(ROOT / "requirements").glob("*.txt"), ROOT / "bot" / "requirements.txt"]:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        pins = re.findall(r"^[A-Za-z0-9][^\s=]*==", text, re.MULTILINE)
        assert len(pins) > 0
        assert text.count("--hash=sha256:") >= len(pins)


def test_no_tracked_file_names_a_path_of_a_developers_machine() -> None:
    forbidden = re.compile(r"(?<![\w.])/(?:work|root|farm)/|/tmp/bs")
    texts = {".py", ".md", ".toml", ".yml", ".yaml", ".txt", ".json", ".tsv", ".js", ".html", ".css", ".in", ""}
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in texts
        and path.name != Path(__file__).name
        and forbidden.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not wrong


def test_no_source_holds_unfinished_work() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for room in ("knowledge", "actions", "api", "bot", "tools")
        for path in sources(room)
        if re.search(r"\b(?:TODO|FIXME|XXX)\b|NotImplementedError", path.read_text(encoding="utf-8"))
    ]
    assert not wrong
