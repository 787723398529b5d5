"""What typed words mean while a form is open: a command, a question, or the value that was asked for.

Decided by rules, for the value of a private field must reach neither Rasa nor the record of messages: the
gateway asks here before it hands anything on.
"""

from __future__ import annotations

import re

from actions.feedback.fields import INTAKE, OPTIONAL, PERSONAL, SETTLED_BY, STORY, Field
from actions.feedback.steps import Do, Kind, Sender, Step
from knowledge.aspects import aspects_in
from knowledge.text import fold, normalise_query

_TOLD = STORY | {Field.TITLE}
"""Told in sentences, in which words of a question or a command may stand."""
_STANDS = (Field.TITLE, *SETTLED_BY)
"""Asked about what stands already: it may be kept as it is."""
_POLITE = re.compile(
    r"\b(?:da|vang|a|oi|nhe|nha|di|ad|em|minh|toi|tui|cho|giup|gium|dum|voi|xin|vay|luon|thoi|ban|bot)\b"
)
_LONGEST_COMMAND = 60
_WORDS_OF_A_COMMAND = 4
"""Where a title is asked for, more words that begin with "sửa" are one: "Sửa quy định về giờ tiếp dân"."""

_YES = re.compile(
    r"(?:(?:co|dong y|ok|okay|oke|okie|yes|dung|dung roi|dung vay|chac|chac chan|duoc|xac nhan|nhat tri|"
    r"chap nhan|u|uh|um)\s*)+"
)
_NO = re.compile(r"(?:(?:khong|ko|hong|hem|no|khong dong y|khong can|chua|khong phai|khong dau|khong chac)\s*)+")
_CANCEL = re.compile(
    r"^(?:huy|huy bo|dung lai|dung|thoat|ngung|stop|cancel|exit)(?: (?:phan anh|bo|lai|nay|het|form|phan nay|"
    r"kien nghi))*$"
    r"|^(?:bat dau lai|hoi lai|lam lai|khai lai)(?: tu dau| tu)?$"
    r"|^(?:khong (?:gui|khai|dien|phan anh)(?: phan anh)?(?: nua)?|bo phan anh|khong muon gui nua|"
    r"khong muon phan anh nua)$"
)
_SKIP = re.compile(
    r"^(?:bo qua|bo wa|skip|qua|de trong|tiep theo|cau khac|khong nho|khong biet|khong ro|khong co)(?: (?:cau|"
    r"buoc|muc|nay|do|ngay|truong))*$"
)
_NOTHING_MORE = re.compile(
    r"^(?:(?:khong|ko|k|hong|chang) (?:co |con |can |ke )?(?:gi|them|nua)(?: (?:gi|them|nua|het|dau|ca|khac|ke))*|"
    r"het(?: (?:roi|chuyen))?|(?:chi|nhu|co)(?: co)? (?:vay|the)(?: (?:thoi|la du|la het|roi))?|du roi|xong(?: roi)?)$"
)
_PREVIOUS = re.compile(
    r"^(?:quay lai|quay ve|tro lai|lui lai|lui|back|cau truoc|buoc truoc|ve)(?: (?:cau|buoc|muc|hoi|truoc|lai|"
    r"mot|do|sau))*$"
)
_NUMBER = re.compile(r"(?:so |noi |thu tuc |co quan |thu tuc so |co quan so )?([1-9])")
_NUMBERED = {**dict.fromkeys(SETTLED_BY, Do.PLACE), Field.SUBJECT: Do.PICK}
_KEEP = re.compile(r"^(?:cu )?(?:giu|de)(?: (?:nguyen|nhu|vay|the|cu|da|ghi|noi|lai))+$")
_ALL_FILES = re.compile(
    r"^(?:(?:xong|het|du)(?: (?:roi|het|ca|tep|file|anh))*|tiep tuc|tiep|"
    r"(?:them|gui|tai|dinh kem|chon)(?: (?:xong|roi|het|du|ca|tep|file|anh|hinh|len))+|"
    r"sang cau (?:sau|khac|tiep)|(?:khong|ko|hong) (?:co |gui |kem )?(?:tep|file|anh|hinh)(?: (?:nao|gi|ca|het))*)$"
)
_HELP = re.compile(r"^(?:tro giup|huong dan|help|giup do|lam sao|khong hieu|giai thich)$")
_RESUME = re.compile(
    r"^(?:tiep tuc|tiep|dien tiep|khai tiep|lam tiep)(?: (?:phan anh|phan|dien|khai|nay|do|dang|do dang))*$"
)
_SEND = re.compile(r"^(?:gui|gui di|gui phan anh|submit|send|xac nhan gui|dong y gui|gui ngay)$")
_REFUSE = re.compile(
    r"khong (?:muon |the |thich )?(?:cho|ghi|de|khai|cung cap|noi|neu|dua)(?: biet| lai| ra)* (?:ten|ho ten|"
    r"thong tin|so|so dien thoai|dia chi|danh tinh)"
    r"|^(?:an danh|giau ten|nac danh|khong ten|khong de ten|giu bi mat|so lo ten)"
)
_CHANGE = re.compile(r"^(?:sua|sua lai|doi|doi lai|chinh|chinh lai|thay|cap nhat|nhap lai|ghi lai)\b(.*)$")
_CHANGED: tuple[tuple[Field, str], ...] = (
    (Field.TITLE, r"tieu de|ten phan anh|ten kien nghi"),
    (Field.NAME, r"ten nguoi lien he|\bnguoi lien he"),
    (Field.CONTACT, r"so dien thoai|dien thoai|sdt|\bso\b|email|mail|thu dien tu|lien he"),
    (Field.ADDRESS, r"dia chi|cho o|noi o"),
    (Field.NAME, r"\bten\b|ho ten"),
    (Field.SENDER, r"loai nguoi gui|tu cach|ca nhan|to chuc|doanh nghiep|cong ty"),
    (Field.CONTENT, r"noi dung|cau chuyen|su viec"),
    (Field.SUBJECT, r"thu tuc|co quan|don vi"),
    (Field.PLACE, r"noi xay ra|dia diem|\bo dau\b|\bnoi\b|xa phuong"),
    (Field.WHEN, r"\bngay\b|thoi gian|luc nao|khi nao"),
    (Field.FILES, r"\btep\b|\bfile\b|dinh kem|kem theo|hinh anh|anh chup"),
    (Field.KIND, r"\bloai\b"),
    (Field.HIDDEN, r"danh tinh|giu kin|giau"),
    (Field.CONSENT, r"dong y"),
)
_KINDS = (
    (Kind.CONDUCT, r"can bo|thai do|hanh vi|nhan vien|cach lam viec|cong chuc"),
    (Kind.REGULATION, r"quy dinh|thu tuc|van ban|luat"),
    (Kind.PROPOSAL, r"de xuat|sang kien|gop y|hien ke"),
)
_SENDERS = (
    (Sender.PERSON, re.compile(r"\b(?:ca nhan|nguoi dan|cong dan|ban than|chinh toi|rieng toi)\b")),
    (
        Sender.ORGANISATION,
        re.compile(r"\b(?:to chuc|doanh nghiep|cong ty|hop tac xa|htx|co quan|don vi|hiep hoi)\b"),
    ),
)
_UNSURE = frozenset({"khong", "hoi", "nao", "ai", "gi", "hay"})
"""Words of a question or a denial beside who somebody says to be."""
_ASKING = re.compile(
    r"\b(?:la gi|the nao|nhu nao|bao nhieu|may ngay|bao lau|khi nao|o dau|tai sao|vi sao|sao phai|sao lai|"
    r"de lam gi|lam gi|"
    r"co can|co phai|duoc khong|dc khong|khong a|can gi|can giay|giay to gi|nhung gi|ai doc|ai xem|co bi|co duoc|co ai|"
    r"ra sao|lam sao|cho hoi|xin hoi|hoi chut|mac gi)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:gap|noi chuyen voi|chuyen may cho|ket noi) (?:nhan vien|can bo|nguoi that|nguoi ho tro|"
    r"tong dai vien|nguoi)\b"
)
_DANGER = re.compile(
    r"\b(?:chay nha|chay roi|dang chay|cuu voi|cuu toi|cuu mang|cap cuu|dang danh nhau|dam chem|tu tu|"
    r"muon chet|chet duoi|"
    r"dang bi danh|co cuop|co trom|tai nan giao thong|khong muon song)\b"
)
_WHY = re.compile(
    r"\b(?:(?:sao|vi sao|tai sao|sao lai|mac gi|can gi)(?: phai| lai| can)* (?:cho|ghi|hoi|khai|biet|dien|cung cap)|"
    r"de lam gi|lam chi|bi lo|lo thong tin|co cong khai|bao mat|giu bi mat khong|ai xem duoc|ai doc duoc|co an toan)\b"
)
_BEGS = re.compile(r"^(?:cho (?:em |toi |minh )?hoi|xin hoi)\b")
_OPENERS = re.compile(r"^(?:cho (?:em |toi |minh )?hoi|xin hoi|hoi |the |vay |con |tai sao|vi sao|sao )")


def read_command(text: str, asked: Field) -> Step | None:
    """Return the step that typed words command; ``None`` when they command nothing."""
    line = fold(normalise_query(text))
    if len(line) > _LONGEST_COMMAND:
        return None
    bare = " ".join(_POLITE.sub(" ", line).split())
    if asked in INTAKE and (asks_for_help(text) or (asked not in _TOLD and _WHY.search(line))):
        return Step(do=Do.WHY)
    if _CANCEL.match(bare) or _CANCEL.match(line):
        return Step(do=Do.CANCEL)
    if _REFUSE.search(line) and asked in PERSONAL:
        return Step(do=Do.REFUSE)
    if (
        asked in INTAKE
        and (asked is not Field.TITLE or len(bare.split()) <= _WORDS_OF_A_COMMAND)
        and (step := _changing(bare))
    ):
        return step
    if asked in _NUMBERED and (found := _NUMBER.fullmatch(bare)):
        return Step(do=_NUMBERED[asked], number=int(found[1]))
    if asked is Field.SUBJECT and _KEEP.match(bare):
        return Step(do=Do.AGENCY)
    if (asked is Field.FILES and _ALL_FILES.match(bare)) or (asked in _STANDS and _KEEP.match(bare)):
        return Step(do=Do.SKIP)
    for pattern, do in ((_PREVIOUS, Do.PREVIOUS), (_RESUME, Do.RESUME), (_SKIP, Do.SKIP)):
        if pattern.match(bare):
            return _skipping(do, asked)
    if asked in (Field.REVIEW, Field.TITLE) and _SEND.match(" ".join(line.replace("di", "").split())):
        return Step(do=Do.SEND)
    if asked in (Field.CONSENT, Field.HIDDEN, Field.REVIEW, Field.CASE_SURE):
        return _yes_or_no(bare or line)
    if asked in (Field.NAME, Field.ADDRESS, Field.CONTACT) and _NO.fullmatch(bare):
        return Step(do=Do.REFUSE)
    if asked is Field.MORE and (_NOTHING_MORE.match(bare) or _NOTHING_MORE.match(line)):
        return Step(do=Do.SKIP)
    if asked in OPTIONAL and _NO.fullmatch(bare):
        return Step(do=Do.SKIP)
    if asked in (*_STANDS, Field.FILES) and _YES.fullmatch(bare):
        return Step(do=Do.SKIP if asked is Field.TITLE else Do.YES)
    if asked is Field.SENDER:
        return _sender(line)
    if asked is Field.KIND:
        return next((Step(do=Do.KIND, kind=kind) for kind, words in _KINDS if re.search(words, line)), None)
    return None


def asks_for_help(text: str) -> bool:
    """Tell whether words ask what to do here."""
    line = fold(normalise_query(text))
    return bool(_HELP.match(" ".join(_POLITE.sub(" ", line).split())) or _HELP.match(line))


def is_question(text: str, asked: Field) -> bool:
    """Tell whether words ask something instead of giving the value asked for.

    A complaint may be worded as a question ("sao cán bộ lại đòi thêm giấy?"), so for longer texts only one that
    opens or ends as a question and names an aspect of a procedure counts.
    """
    line = fold(normalise_query(text))
    marked = text.rstrip().endswith("?")
    if asked is Field.TITLE:  # may be worded as a question: "Vì sao phải nộp bản gốc?"
        return bool(_BEGS.match(line) and aspects_in(text))
    if asked in STORY or asked is Field.CASE_TEXT:
        opens = bool(_OPENERS.match(line))
        return len(line) <= 120 and bool(aspects_in(text)) and (marked or opens) and bool(_ASKING.search(line))
    if asked in (Field.NAME, Field.CONTACT, Field.CASE_CODE, Field.CASE_PROOF):
        return marked or bool(_ASKING.search(line))
    return (marked and len(line.split()) > 2) or bool(
        _ASKING.search(line) and (_OPENERS.match(line) or aspects_in(text))
    )


def belongs_elsewhere(text: str) -> bool:
    """Tell whether words ask for a person, or for help in danger, whatever was asked."""
    line = fold(normalise_query(text))
    return len(line) <= 2 * _LONGEST_COMMAND and bool(_ELSEWHERE.search(line) or _DANGER.search(line))


def _changing(bare: str) -> Step | None:
    found = _CHANGE.match(bare)
    if found is None:
        return None
    what = found[1]
    return next((Step(do=Do.CHANGE, field=field) for field, words in _CHANGED if re.search(words, what)), None)


def _skipping(do: Do, asked: Field) -> Step | None:
    if do is not Do.SKIP or asked in OPTIONAL or asked in (Field.SENDER, Field.CASE_TEXT):
        return Step(do=do)
    if asked in (Field.NAME, Field.ADDRESS, Field.CONTACT):
        return Step(do=Do.REFUSE)
    return None if asked in (Field.CONSENT, Field.HIDDEN, Field.REVIEW) else Step(do=Do.UNCLEAR)


def _sender(line: str) -> Step | None:
    """Return who speaks; ``None``: neither, both, or said what they are not."""
    said = [kind for kind, words in _SENDERS if words.search(line)]
    return Step(do=Do.SENDER, sender=said[0]) if len(said) == 1 and not _UNSURE & set(line.split()) else None


def _yes_or_no(bare: str) -> Step | None:
    if _NO.fullmatch(bare) or bare.startswith("khong "):
        return Step(do=Do.NO)
    return Step(do=Do.YES) if _YES.fullmatch(bare) else None
