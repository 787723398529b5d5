"""What a message says by its own words, whatever a classifier takes it for."""

from __future__ import annotations

import re

from actions.comparing import compared
from actions.context import Context
from actions.finding import answer_about
from actions.hearing import Heard
from actions.host import Knowledge
from actions.placing import only_placed
from actions.returning import one_back, only_returns
from actions.turn import Speaker
from knowledge.answers.paper_parts import PapersWanted, group_part
from knowledge.aspects import Aspect
from knowledge.text import fold, normalise_query

_REST = r"(?: phan (?:con lai|sau|tiep))?"
_MORE = re.compile(
    r"(?:(?:cho|toi|em|minh|xin|da|a|u|ok|vang|muon|bam) )*"
    rf"(?:(?:(?:xem|doc|coi|gui|liet ke|ke|hien|noi) )?tiep(?: theo)?{_REST}|xem them|con nua(?: khong)?|next|"
    r"(?:xem )?phan (?:con lai|sau|tiep(?: theo)?))(?: (?:di|nhe|nha|a|giup|ban|em|voi))*$"
)
_GROUP = re.compile(
    r"(?:(?:xem|cho|toi|em|minh|muon|chon|mo) )*(?:nhom|truong hop)(?: so| thu)? (\d{1,2})(?: (?:di|nhe|nha|a))*$"
)


def said_plainly(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context | None:
    """Compare, go back, note a place or go on with a list of papers; ``None``: the message is something else."""
    if after := compared(known, heard, context, speaker):
        return after
    if not heard.text:
        return None
    if after := more_papers(known, heard, context, speaker):
        return after
    if only_returns(heard.text):
        return one_back(known, context, speaker)
    return only_placed(known, heard, context, speaker)


def more_papers(known: Knowledge, heard: Heard, context: Context, speaker: Speaker) -> Context | None:
    """Go on with the long list of papers shown last, or show the group of it that is named by its number."""
    if context.part is None or context.procedure_code is None:
        return None
    line = fold(normalise_query(heard.text)).strip(" .?!")
    group = _GROUP.match(line)
    at = group_part(known.procedure(context.procedure_code), int(group.group(1))) if group else None
    if at is None and not _MORE.match(line):
        return None
    papers = PapersWanted(at=at or context.part)
    return answer_about(known, context.procedure_code, context, speaker, aspects=(Aspect.DOCUMENTS,), papers=papers)
