"""Every sentence of PAKN in dialogue: triage, the questions of the intake, the receipt, following a PAKN."""

from __future__ import annotations

from actions.feedback.wording.common import (
    CANCEL,
    FOLLOW,
    KIND_NAMES,
    PREVIOUS,
    REFUSE,
    REMARK,
    RESUME,
)
from actions.feedback.wording.following import (
    ANSWER_GAP,
    QUESTION_GAP,
    ask_case,
    ask_sure,
    case,
    case_stopped,
    case_unavailable,
    no_case,
)
from actions.feedback.wording.outcome import (
    ask_cancel,
    ask_remark,
    cancelled,
    insisted,
    not_sent,
    nothing_open,
    receipt,
    review,
    sent_before,
    why,
)
from actions.feedback.wording.questions import (
    consent,
    pick,
    problem,
    question,
    unclear,
)
from actions.feedback.wording.triage import (
    complaint,
    denunciation,
    incident,
    not_for_this_form,
    offer,
    which,
)

__all__ = [
    "ANSWER_GAP",
    "CANCEL",
    "FOLLOW",
    "KIND_NAMES",
    "PREVIOUS",
    "QUESTION_GAP",
    "REFUSE",
    "REMARK",
    "RESUME",
    "ask_cancel",
    "ask_case",
    "ask_remark",
    "ask_sure",
    "cancelled",
    "case",
    "case_stopped",
    "case_unavailable",
    "complaint",
    "consent",
    "denunciation",
    "incident",
    "insisted",
    "no_case",
    "not_for_this_form",
    "not_sent",
    "nothing_open",
    "offer",
    "pick",
    "problem",
    "question",
    "receipt",
    "review",
    "sent_before",
    "unclear",
    "which",
    "why",
]
