"""The section of ``docs/evaluation.md`` on how single messages are understood.

``python -m tools.measures.understanding_report FOLDER`` measures and prints it alone; FOLDER keeps the trained model.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tools.measures import Recognition
from tools.measures.understanding import ASPECT_SET, OUTSIDE, measure_understanding

_HEAD = """
## Understanding single messages

What the pipeline of Rasa hears in one message without any context: which of the kinds of concern it is (feedback on
a regulation, on conduct, a proposal, khiếu nại, tố cáo, a fault in a public place, danger, a question, the state of a
dossier or of a PAKN, small talk, injection and forgery) or that it is not the assistant's task. The most likely intent
counts, whatever its confidence. Intervals are 95 % (bootstrap for macro-F1, Wilson for shares).

The project has no messages of real citizens: an assistant (a language model) wrote all of them and the training
examples, so expect less from real traffic.

- **independent**: 14 labels, 15 messages each, written from the labels' definitions alone by an author who had seen
  neither code nor data, as forty imagined people, half of them as near misses between labels; never read since.
  Messages of training data within a Jaccard index of 0.5 (letter trigrams) were taken out of the training data.
  Proposals count as feedback on a regulation there, and a farewell as thanks. This is the figure to believe.
- **independent, looked at**: the other half of the same 420 messages; its errors were read once, on 23/11/2026.
- **sealed**: written before its author had seen any training example or error, and run when the training data were
  final. The same author then wrote new examples and knew the messages, so it says too much.
- **development**, **older, …** and **all intents**: written for earlier versions and looked at since
  (`tests/bot/data/README.md` says when). No unseen result.

| set | n | macro-F1 | the same without diacritics | intent right |
|---|---:|---|---:|---|
"""
_STYLES = "\n| set | style | n | intent right |\n|---|---|---:|---|\n"
_MOST_CONFUSED = 12


def understanding_section(found: Sequence[Recognition]) -> str:
    """Return the section; empty when nothing was measured."""
    if not found:
        return ""
    first = found[0]
    text = _HEAD + "".join(_summary(one) for one in found if one.name != ASPECT_SET[0]) + _STYLES
    text += "".join(
        f"| {one.name} | {style.name} | {style.right.n} | {style.right} |\n"
        for one in found[:2]
        for style in one.styles
    )
    text += f"\nF1 of each intent, {first.name} set:\n\n| intent | n | F1 |\n|---|---:|---:|\n"
    text += "".join(f"| {label.intent} | {label.n} | {label.f1:.3f} |\n" for label in first.labels)
    text += f"\nMost frequent confusions, {first.name} set:\n\n| meant | heard | times |\n|---|---|---:|\n"
    text += "".join(f"| {one.wanted} | {one.heard} | {one.times} |\n" for one in first.confusions[:_MOST_CONFUSED])
    return text + "\n" + "".join(_outside(one) + _aspects(one) for one in found)


def _summary(one: Recognition) -> str:
    low, high = one.interval
    return (
        f"| {one.name} | {one.right.n} | {one.macro_f1:.3f} ({low:.2f}–{high:.2f}) | {one.bare_macro_f1:.3f} "
        f"| {one.right} |\n"
    )


def _outside(one: Recognition) -> str:
    if not one.outside_recall.n:
        return ""
    return (
        f"- `{OUTSIDE}`, {one.name} set: recall {one.outside_recall.hits} of {one.outside_recall.n}, "
        f"{one.outside_recall}; precision {one.outside_precision.hits} of {one.outside_precision.n}, "
        f"{one.outside_precision}.\n"
    )


def _aspects(one: Recognition) -> str:
    if not one.aspects.n:
        return ""
    return f"- Aspects heard exactly, {one.name} set: {one.aspects.hits} of {one.aspects.n}, {one.aspects}.\n"


if __name__ == "__main__":
    sys.stdout.write(understanding_section(measure_understanding(Path(sys.argv[1]))))
