"""Danger to life, and what an assistant must never do."""

from __future__ import annotations

import re

from actions import wording
from actions.answer import AnswerTurn
from actions.context import Context
from actions.courtesy import FixedTurn
from actions.danger import in_danger
from actions.doubt import CONFIDENT, meant_otherwise
from actions.finding import by_office
from actions.hearing import Heard
from actions.host import knowledge
from actions.turn import Speaker
from knowledge.answer import Answer
from knowledge.answers import turns
from knowledge.answers.turns import RefusalKind
from knowledge.text import fold, normalise_query

_SIGNS = (
    (RefusalKind.CREDENTIALS, re.compile(r"\b(?:otp|mat khau|ma pin|pin|password|dang nhap|mat ma)\b")),
    (RefusalKind.CARD_PICTURES, re.compile(r"\b(?:anh|hinh|chup)\b.*\b(?:can cuoc|chung minh|giay to|ho chieu|the)\b")),
    (
        RefusalKind.ACT_FOR,
        re.compile(
            r"\b(?:nop|lam|dien|ky|ki|dong|thanh toan|dang ky)\b.*\b(?:ho|gium|dum|thay|giup)\b"
            r"|\b(?:ho|gium|dum|thay|giup)\b.*\b(?:nop|dien|ky|dong tien)\b"
        ),
    ),
)
# Somebody who cannot log in; not somebody who gives a secret away or wants another person's.
_LOGIN = re.compile(
    r"\b(?:quen|lay lai|doi|dat lai|mat) (?:mat khau|ma pin|passcode)\b(?!.{0,20}\bcua (?:nguoi|chong|vo|ban)\b)"
    r"|\b(?:khong|chua) (?:thay |nhan duoc |co |gui )+(?:ma )?otp\b"
    r"|\b(?:khong|chua) dang nhap (?:duoc|vao)\b|\bbi khoa tai khoan\b"
)
CERTAIN = 0.9
"""From this confidence on, words that name no misdeed are refused for all that."""
_NUMBER_MARK = re.compile(r"\[So[A-Z]\w+\]")
"""What the gateway puts in the place of a personal number."""
_WRONG = re.compile(r"\b(?:giả|chạy|né|lam gia|gia mao|giay gia|lo lot|hoi lo|dut lot|lach|hack|mua bang)\b")
_NOT_ACTING = re.compile(r"\bgia\b|\bchay\b|\bhack\b|\bcua nguoi khac\b")


class EmergencyTurn(FixedTurn):
    """Names the emergency numbers before anything else.

    Words nobody cries for help in, to which there is a ready answer ("tra cứu phạt nguội"), get that answer.
    """

    NAME = "action_emergency"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Name the numbers."""
        calm = heard.text and not in_danger(heard.text)
        known = knowledge()
        after = by_office(known, heard, context, speaker) if calm else None
        if calm and after is None and heard.confidence < CONFIDENT:
            after = meant_otherwise(known, heard, context, speaker)
        return after or super().take(heard, context, speaker)

    def words(self) -> Answer:
        """Return the numbers."""
        return wording.emergency()


class UnsafeTurn(AnswerTurn):
    """Refuses, with the advice that fits."""

    NAME = "action_unsafe"

    def take(self, heard: Heard, context: Context, speaker: Speaker) -> Context:
        """Refuse; the context stays. What is hardly believed to be of the kind is answered like a question."""
        if cannot_log_in(heard.text):
            speaker.say(wording.login_trouble())
            return context
        kind = refusal_kind(heard.text)
        if kind is None and _NUMBER_MARK.search(heard.text):
            speaker.say(wording.no_personal_numbers())
            return context
        if kind is None and heard.text and heard.confidence < CERTAIN and not _is_wrong(heard.text):
            return super().take(heard, context, speaker)
        speaker.say(turns.refused(kind) if kind else wording.refused())
        return context


def speaks_of_secrets(text: str) -> bool:
    """Tell whether a text speaks of a one-time code or a password."""
    return bool(re.search(r"\b(?:otp|mat khau|ma pin)\b", fold(normalise_query(text))))


def _is_wrong(text: str) -> bool:
    line = normalise_query(text)
    return bool(_WRONG.search(line) or _WRONG.search(fold(line)))


def cannot_log_in(text: str) -> bool:
    """Tell whether somebody says that they cannot log in: no secret is given away, and none asked for."""
    return bool(_LOGIN.search(fold(normalise_query(text))))


def refusal_kind(text: str) -> RefusalKind | None:
    """Return which refusal fits; ``None`` for forgery, bribery, prying and attempts to change the rules."""
    line = fold(normalise_query(text))
    if _NOT_ACTING.search(line) and not re.search(r"\botp\b", line):
        return None
    return next((kind for kind, sign in _SIGNS if sign.search(line)), None)
