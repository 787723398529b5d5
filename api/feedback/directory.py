"""The directory of agencies and the reply templates an office reuses."""

from __future__ import annotations

import re
import secrets

from sqlalchemy import select

from api.clock import local_day
from api.errors import InvalidField
from api.feedback import wording
from api.feedback.audit import Subject, write
from api.feedback.deadlines import day_text
from api.feedback.office_base import OfficeSide, words_of_office
from api.feedback.office_model import Agency, Template
from api.feedback.texts import storable
from api.feedback.views import agency_name
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.feedback_tables import AgencyRow, TemplateRow
from knowledge.text import one_line

_LENGTHS = {"name": 200, "phone": 64, "email": 200, "address": 300, "url": 300, "source": 300}
_LABELS = {
    "name": "Tên cơ quan",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
    "address": "Địa chỉ",
    "url": "Trang web",
    "source": "Nguồn thông tin",
}
_MARK = re.compile(r"\{(code|title|agency|procedure|received)\}")
_TITLE = 120
_BODY = 20_000


class Directory(OfficeSide):
    """Agencies and templates. One transaction a method."""

    def agencies(self, *, active_only: bool = True) -> tuple[Agency, ...]:
        """Return the directory by name; it is public."""
        query = select(AgencyRow).order_by(AgencyRow.name)
        if active_only:
            query = query.where(AgencyRow.active)
        with self._office.database.session() as session:
            return tuple(_agency(row) for row in session.scalars(query))

    def save_agency(
        self,
        actor: Actor,
        agency_id: str | None,
        *,
        name: str,
        phone: str = "",
        email: str = "",
        address: str = "",
        url: str = "",
        source: str = "",
        active: bool = True,
    ) -> Agency:
        """Add an agency (``agency_id`` ``None``) or change one; one in use is switched off, never deleted.

        Raises:
            AccessDenied: the role may not.
            InvalidField: a field that cannot be taken, a name that is taken, no such agency.
        """
        require(actor, Permission.DIRECTORY_WRITE)
        given = {"name": name, "phone": phone, "email": email, "address": address, "url": url, "source": source}
        values = {key: _line(key, value) for key, value in given.items()}
        if not values["name"]:
            raise InvalidField("name", "Tên cơ quan không được để trống.")
        if values["url"] and not values["url"].startswith(("http://", "https://")):
            raise InvalidField("url", "Địa chỉ trang web phải bắt đầu bằng http:// hoặc https://.")
        now = self._office.clock()
        with self._office.database.session() as session:
            taken = session.scalar(select(AgencyRow.id).where(AgencyRow.name == values["name"]))
            if taken and taken != agency_id:
                raise InvalidField("name", "Cơ quan này đã có trong danh bạ.")
            row = session.get(AgencyRow, agency_id) if agency_id else AgencyRow(id=secrets.token_hex(12))
            if row is None:
                raise InvalidField("agency_id", wording.NO_AGENCY)
            before = {key: getattr(row, key) for key in (*values, "active")} if agency_id else None
            for key, value in values.items():
                setattr(row, key, value or None)
            row.active = active
            row.changed_at = now
            session.add(row)
            write(
                session,
                at=now,
                actor=actor,
                action="changed" if agency_id else "created",
                subject_kind=Subject.AGENCY,
                subject=row.id,
                before=before,
                after={key: getattr(row, key) for key in (*values, "active")},
            )
            return _agency(row)

    def templates(self, actor: Actor, *, active_only: bool = True) -> tuple[Template, ...]:
        """Return the reply templates by title.

        Raises:
            AccessDenied: the role may not.
        """
        require(actor, Permission.TEMPLATES_READ)
        query = select(TemplateRow).order_by(TemplateRow.title)
        if active_only:
            query = query.where(TemplateRow.active)
        with self._office.database.session() as session:
            return tuple(Template(row.id, row.title, row.body, row.active) for row in session.scalars(query))

    def save_template(
        self, actor: Actor, template_id: str | None, *, title: str, body: str, active: bool = True
    ) -> Template:
        """Add a template (``template_id`` ``None``) or change one.

        Raises:
            AccessDenied: the role may not.
            InvalidField: ``title`` (missing, too long, taken), ``body``, or no such template.
        """
        require(actor, Permission.TEMPLATES_WRITE)
        line = one_line(title)
        if not line or len(line) > _TITLE:
            raise InvalidField("title", f"Tên mẫu cần có, dài không quá {_TITLE} ký tự.")
        text = words_of_office("body", body, "Nội dung mẫu", most=_BODY)
        now = self._office.clock()
        with self._office.database.session() as session:
            taken = session.scalar(select(TemplateRow.id).where(TemplateRow.title == line))
            if taken and taken != template_id:
                raise InvalidField("title", "Đã có mẫu mang tên này.")
            row = session.get(TemplateRow, template_id) if template_id else TemplateRow(id=secrets.token_hex(12))
            if row is None:
                raise InvalidField("template_id", "Không có mẫu này.")
            before = {"title": row.title, "active": row.active} if template_id else None
            row.title, row.body, row.active, row.changed_at = line, text, active, now
            session.add(row)
            write(
                session,
                at=now,
                actor=actor,
                action="changed" if template_id else "created",
                subject_kind=Subject.TEMPLATE,
                subject=row.id,
                before=before,
                after={"title": line, "active": active},
            )
            return Template(row.id, row.title, row.body, row.active)

    def fill_template(self, actor: Actor, code: str, template_id: str) -> str:
        """Return a template with the facts of a PAKN filled in, to be changed and sent as an answer.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
            InvalidField: no such template.
        """
        require(actor, Permission.TEMPLATES_READ)
        with self._office.database.session() as session:
            row = self._read(session, actor, code)
            template = session.get(TemplateRow, storable(template_id))
            if template is None:
                raise InvalidField("template_id", "Không có mẫu này.")
            facts = {
                "code": row.code,
                "title": row.title,
                "agency": agency_name(session, row) or "cơ quan có thẩm quyền",
                "procedure": row.procedure_name or "thủ tục hành chính",
                "received": day_text(local_day(row.received_at)),
            }
            return _MARK.sub(lambda found: facts[found[1]], template.body)


def _line(name: str, value: str) -> str:
    line = one_line(value)
    if len(line) > _LENGTHS[name]:
        raise InvalidField(name, f"{_LABELS[name]} dài quá {_LENGTHS[name]} ký tự.")
    return line


def _agency(row: AgencyRow) -> Agency:
    return Agency(row.id, row.name, row.phone, row.email, row.address, row.url, row.source, row.active)
