"""The Rasa project holds together: validation, training data, stories."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from knowledge.text import fold

pytestmark = pytest.mark.bot
REPORTS = ("feedback", "report_conduct", "report_regulation", "propose", "complain", "denounce", "incident")
TRIAGED = (*REPORTS, "emergency", "track", "status", "ask", "chitchat", "unsafe")
NLU = Path(__file__).resolve().parents[2] / "bot" / "data" / "nlu"


def examples(pattern: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in NLU.glob(pattern):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            found[block["intent"]] += [line.removeprefix("- ") for line in block["examples"].splitlines()]
    return found


def test_validation_finds_nothing_to_warn_of(rasa):
    done = rasa("data", "validate", "--config", "config.yml", "--domain", "bot/domain", "--data", "bot/data")
    said = done.stdout + done.stderr  # it exits 0 in spite of warnings, so the words are read
    assert done.returncode == 0, said[-2000:]
    assert "No story structure conflicts found" in said
    ours = [line for line in said.splitlines() if "WARNING" in line or "UserWarning" in line or "ERROR" in line]
    assert not [line for line in ours if "site-packages" not in line or "rasa/validator" in line], ours


def test_every_intent_has_enough_hand_written_examples():
    for intent, lines in examples("*.yml").items():
        assert len(set(lines)) >= (200 if intent == "ask" else 40), intent
    crossed = examples("crossings.yml")
    for intent in TRIAGED:
        assert len(set(examples("*.yml")[intent]) - set(crossed.get(intent, []))) >= 60, intent
    assert len(set(yaml.safe_load((NLU / "ask.yml").read_text("utf-8"))["nlu"][0]["examples"].splitlines())) >= 200


def test_every_example_has_its_unaccented_twin():
    everything = {(intent, line.lower()) for intent, lines in examples("**/*.yml").items() for line in lines}
    missing = [
        line
        for intent, lines in examples("*.yml").items()
        for line in lines
        if (intent, " ".join(fold(line).split())) not in everything
    ]
    assert not missing


def test_the_twin_files_are_what_the_tool_makes(repository):
    subprocess.run([sys.executable, "-m", "tools.nlu_twins", "--check"], cwd=repository, check=True)


def test_the_crossings_are_what_the_tool_makes(repository):
    subprocess.run([sys.executable, "-m", "tools.nlu_crossings", "--check"], cwd=repository, check=True)


def test_the_twin_tool_refuses_one_text_under_two_intents(repository, tmp_path):
    for name, line in (("affirm", "Đúng"), ("deny", "Đừng")):
        (tmp_path / f"{name}.yml").write_text(f"nlu:\n  - intent: {name}\n    examples: |\n      - {line}\n", "utf-8")
    command = [sys.executable, "-m", "tools.nlu_twins", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "'dung'" in done.stderr
    assert not (tmp_path / "twins").exists()


def test_the_twin_tool_notices_a_stale_file(repository, tmp_path):
    source = tmp_path / "greet.yml"
    source.write_text("nlu:\n  - intent: greet\n    examples: |\n      - Xin chào\n", "utf-8")
    command = [sys.executable, "-m", "tools.nlu_twins", "--folder", str(tmp_path)]
    check = [*command, "--check"]
    assert subprocess.run(check, cwd=repository, check=False, capture_output=True).returncode == 1
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    assert "xin chao" in (tmp_path / "twins" / "greet.yml").read_text("utf-8")
    assert subprocess.run(check, cwd=repository, check=False, capture_output=True).returncode == 0
    source.unlink()
    assert subprocess.run(check, cwd=repository, check=False, capture_output=True).returncode == 1


def test_the_stories_run_as_written(rasa, model, repository, tmp_path):
    """``rasa test core`` with real messages: intents and actions are predicted as the stories say."""
    stories = repository / "tests" / "bot" / "data" / "test_stories.yml"
    done = rasa(
        "test", "core", "--model", str(model), "--stories", str(stories), "--out", str(tmp_path),
        "--fail-on-prediction-errors", "--no-plot",
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def test_the_model_holds_no_pickle(model):
    import tarfile

    with tarfile.open(model) as archive:
        assert not [name for name in archive.getnames() if name.endswith((".pkl", ".pickle", ".joblib", ".dill"))]


def test_the_rules_name_intents_and_no_words(repository):
    """Then the rule policy need not look for the words of the message (bot/components/rules.py)."""
    files = sorted((repository / "bot" / "data" / "rules").glob("*.yml"))
    steps = [
        step for path in files for rule in yaml.safe_load(path.read_text("utf-8"))["rules"] for step in rule["steps"]
    ]
    assert len(steps) > 100
    assert not [step for step in steps if "user" in step or "bot" in step]


def test_the_classifier_computes_what_scikit_learn_would(bot_script):
    """It does without scikit-learn's vectorizers when it answers (bot/components/intents.py)."""
    far = bot_script(
        """
import numpy as np
from sklearn.linear_model import LogisticRegression
from bot.components import intents

texts = ["làm lại căn cước bị mất", "lam lai can cuoc bi mat", "xin chào", "xin chao ad", "phí bao nhiêu 15000"] * 2
names = ["ask", "ask", "greet", "greet", "ask"] * 2
vectorizers = intents._vectorizers()
rows = intents._fitted(vectorizers, texts)
fitted = LogisticRegression(max_iter=500).fit(rows, [*names[:-1], "thank"])
model = intents._Model(vectorizers, fitted.coef_, fitted.intercept_, list(fitted.classes_))
unseen = ["chào ad, làm căn cước phí bao nhiêu", "zzz", "", "lam lai"]
views = zip(*map(intents._spelled, unseen))
columns = [v.transform(view) for v, view in zip(vectorizers, views)]
theirs = fitted.predict_proba(intents.hstack([c * w for c, w in zip(columns, intents._WEIGHTS)]).tocsr())
print(max(abs(row - model.probabilities(text)).max() for row, text in zip(theirs, unseen)))
"""
    )
    assert float(far.split()[-1]) < 1e-9
