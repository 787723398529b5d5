"""What a deployment has decided about PAKN, taken from the settings once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.feedback.attachments import FileLimits
from api.feedback.deadlines import Deadlines

if TYPE_CHECKING:
    from api.settings import Settings

OFFICE = "cơ quan tiếp nhận"


@dataclass(frozen=True, slots=True)
class FeedbackRules:
    """Rules of both sides, the citizens' and the office's.

    Attributes:
        prefix: letters in front of a tracking code.
        consent_version: version of the consent text in force.
        office: who receives PAKN, as people know it.
        four_eyes: an answer is approved by somebody else than its author.
    """

    prefix: str = "KN"
    consent_version: str = "1"
    office: str = OFFICE
    four_eyes: bool = True
    files: FileLimits = field(default_factory=FileLimits)
    deadlines: Deadlines = field(default_factory=Deadlines)

    @classmethod
    def of(cls, settings: Settings) -> FeedbackRules:
        """Take them from the settings."""
        return cls(
            prefix=settings.pakn_prefix,
            consent_version=settings.consent_version,
            office=settings.office_name or OFFICE,
            four_eyes=settings.pakn_four_eyes,
            files=FileLimits(settings.attachment_bytes, settings.attachment_count),
            deadlines=Deadlines.of(settings),
        )
