"""Every legal document the five plans quote stands in the register, and a quoted passage tells its state."""

from __future__ import annotations

from functools import lru_cache

import pytest

from knowledge.answer import ListBlock
from knowledge.documents import shipped_statements
from knowledge.documents.citing import dated_numbers, mentions
from knowledge.documents.desk import DocumentDesk
from knowledge.documents.saying import BESIDE_TITLE
from knowledge.plans.digests import load_digests

QUOTED = [
    ("736-KH-UBND-2020", "II.1.1.a.-1", "17-nq-tw"),
    ("736-KH-UBND-2020", "căn cứ", "15123-kh-ubnd-2019-dong-nai"),
    ("736-KH-UBND-2020", "II.1.1.a.-2", "51-kh-tu-2008-dong-nai"),
    ("736-KH-UBND-2020", "II.1.1.a.-3", "225-qd-ttg-2016"),
    ("736-KH-UBND-2020", "II.1.1.a.-5", "61-2018-nd-cp"),
    ("736-KH-UBND-2020", "II.1.1.a.-6", "92-2017-nd-cp"),
    ("736-KH-UBND-2020", "II.1.1.a.-7", "2-nq-cp-2019"),
    ("736-KH-UBND-2020", "II.1.1.a.-8", "2-nq-cp-2020"),
    ("736-KH-UBND-2020", "II.1.1.a.-9", "2-2017-tt-vpcp"),
    ("736-KH-UBND-2020", "II.1.1.a.-10", "1291-qd-ttg-2019"),
    ("KH-SVHTTDL-lang-son-2023", "căn cứ", "82-qd-bnv-2023"),
    ("KH-SVHTTDL-lang-son-2023", "căn cứ", "2-kh-ubnd-2023-lang-son"),
    ("KH-SVHTTDL-lang-son-2023", "căn cứ", "11-kh-svhttdl-2023-lang-son"),
    ("KH-SVHTTDL-lang-son-2023", "II.1.a.-1", "60-nq-tu-2021-lang-son"),
    ("KH-SVHTTDL-lang-son-2023", "II.1.a.-1", "249-kh-ubnd-2021-lang-son"),
    ("KH-SVHTTDL-lang-son-2023", "II.2.b.-1", "2-2017-tt-vpcp"),
    ("44-KH-UBND-2020", "căn cứ", "30c-nq-cp-2011"),
    ("44-KH-UBND-2020", "căn cứ", "63-2010-nd-cp"),
    ("44-KH-UBND-2020", "V.2.a.¶1", "63-2010-nd-cp"),
    ("44-KH-UBND-2020", "căn cứ", "48-2013-nd-cp"),
    ("44-KH-UBND-2020", "căn cứ", "2-kh-ubnd-2020-ha-noi"),
    ("KH-SXD-tay-ninh-2021", "căn cứ", "2818-qd-ubnd-2021-tay-ninh"),
    ("KH-SXD-tay-ninh-2021", "căn cứ", "89-kh-ubnd-2021-tay-ninh"),
    ("KH-SXD-tay-ninh-2021", "căn cứ", "149-kh-sxd-2021-tay-ninh"),
    ("52-KH-UBND-2017", "căn cứ", "74-qd-ubnd-2012-nghe-an"),
    ("52-KH-UBND-2017", "căn cứ", "6501-qd-ubnd-2015-nghe-an"),
    ("52-KH-UBND-2017", "căn cứ", "6734-qd-ubnd-2016-nghe-an"),
    ("52-KH-UBND-2017", "IV.1.-4", "15-nq-tu-2007-nghe-an"),
    ("52-KH-UBND-2017", "IV.1.-5", "43-2011-nd-cp"),
    ("52-KH-UBND-2017", "IV.1.-5", "9-2015-qd-ttg"),
    ("52-KH-UBND-2017", "IV.1.-5", "60-2015-qd-ubnd-nghe-an"),
    ("52-KH-UBND-2017", "IV.1.-5", "4115-qd-ubnd-2014-nghe-an"),
    ("52-KH-UBND-2017", "IV.1.-6.+2", "luat-to-chuc-chinh-quyen-dia-phuong"),
]
"""Plan, section and document of the rows of docs/mission-map.md that quote a document."""


@lru_cache(maxsize=1)
def desk() -> DocumentDesk:
    return DocumentDesk(lambda: (), load_digests(), shipped_statements())


@pytest.mark.parametrize(("plan", "path", "key"), QUOTED)
def test_every_document_the_plans_quote_is_in_the_register_and_its_state_is_told(
    plan: str, path: str, key: str
) -> None:
    document, passages = next(one for one in load_digests() if one[0].id == plan)
    passage = next(one for one in passages if one.path == path)
    listed = desk().register.get(key)

    assert key in [one.key for one in mentions(passage, document, dated_numbers(passages))]
    assert listed is not None
    assert path in [one.path for one in listed.cited.quoted if one.plan == plan]
    (block,) = desk().beside(document, [passage])
    assert isinstance(block, ListBlock)
    assert block.title == BESIDE_TITLE
    assert any(listed.called in item and "hiệu lực chưa xác minh" in item for item in block.items)


def test_a_passage_that_names_no_document_gets_no_such_block() -> None:
    document, passages = load_digests()[0]
    silent = next(one for one in passages if not mentions(one, document, {}))

    assert desk().beside(document, [silent]) == ()
