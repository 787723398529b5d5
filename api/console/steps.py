"""What the buttons of a case's page do: one address a step, each with the permission it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Response

from api.console.case import ONE, case_page
from api.console.frame import Permission, Visit, console_router, redirect, require
from api.errors import CaseNotFound, InvalidField, TransitionRefused
from api.feedback.casework import Casework
from api.feedback.settling import settle
from api.services import services

router = console_router()

_FACTS = ("kind", "title", "procedure_code", "agency", "location", "occurred_on")


@dataclass(frozen=True, slots=True)
class Step:
    """One button.

    Attributes:
        path: last part of its address.
        done: what the next page says.
        act: calls the facade with what was typed.
    """

    path: str
    permission: Permission
    done: str
    act: Callable[[Casework, Visit, str], None]


def _facts(casework: Casework, visit: Visit, code: str) -> None:
    facts = {name: visit.text(name) for name in _FACTS if name in visit.ticked}
    if "location" in facts:
        facts["location"] = settle(facts["location"], visit.text("place_of"), visit.text("place_now")).place
    casework.edit_facts(visit.actor, code, **facts)


def _merge(casework: Casework, visit: Visit, code: str) -> None:
    try:
        casework.merge(visit.actor, code, visit.text("into"))
    except CaseNotFound:
        raise InvalidField("into", "Không có hồ sơ mang mã này.") from None


_WORK, _APPROVE, _PUBLISH = Permission.CASES_WORK, Permission.ANSWER_APPROVE, Permission.PUBLISH

STEPS: tuple[Step, ...] = (
    Step("giao", _WORK, "Đã giao việc.", lambda c, v, code: c.assign(v.actor, code, account_id=v.text("account"))),
    Step("chuyen", _WORK, "Đã chuyển cơ quan xử lý.", lambda c, v, code: c.forward(v.actor, code, v.text("agency"))),
    Step("bat-dau", _WORK, "Đã bắt đầu xử lý.", lambda c, v, code: c.start(v.actor, code)),
    Step("hoi-them", _WORK, "Đã gửi yêu cầu bổ sung.", lambda c, v, code: c.ask_more(v.actor, code, v.text("text"))),
    Step("bao-cham", _WORK, "Đã báo người gửi.", lambda c, v, code: c.report_delay(v.actor, code, v.text("text"))),
    Step("tu-choi", _WORK, "Đã từ chối, kèm lý do.", lambda c, v, code: c.reject(v.actor, code, v.text("text"))),
    Step("tiep-nhan-lai", _WORK, "Đã tiếp nhận lại.", lambda c, v, code: c.reconsider(v.actor, code)),
    Step("rut", _WORK, "Đã ghi nhận người gửi rút.", lambda c, v, code: c.withdraw(v.actor, code, v.text("text"))),
    Step("ghi-chu", _WORK, "Đã lưu ghi chú.", lambda c, v, code: c.note(v.actor, code, v.text("text"))),
    Step("sua", _WORK, "Đã lưu thông tin phân loại.", _facts),
    Step("gop", _WORK, "Đã gộp hồ sơ.", _merge),
    Step("tach", _WORK, "Đã tách hồ sơ.", lambda c, v, code: c.separate(v.actor, code)),
    Step(
        "ma-quoc-gia",
        _WORK,
        "Đã lưu mã quốc gia.",
        lambda c, v, code: c.set_national_code(v.actor, code, v.text("national")),
    ),
    Step(
        "soan",
        _WORK,
        "Đã lưu câu trả lời, chờ duyệt.",
        lambda c, v, code: c.draft_answer(v.actor, code, v.text("answer"), seen=v.text("seen") or None),
    ),
    Step(
        "duyet",
        _APPROVE,
        "Đã duyệt; câu trả lời đã gửi cho người dân.",
        lambda c, v, code: c.approve_answer(v.actor, code, seen=v.text("seen") or None),
    ),
    Step(
        "tra-lai",
        _APPROVE,
        "Đã trả lại người soạn.",
        lambda c, v, code: c.return_answer(v.actor, code, v.text("text")),
    ),
    Step(
        "xu-ly-lai",
        _APPROVE,
        "Đã thu hồi câu trả lời để xử lý lại.",
        lambda c, v, code: c.resume(v.actor, code, v.text("text")),
    ),
    Step("go-cong-khai", _PUBLISH, "Đã gỡ khỏi trang công khai.", lambda c, v, code: c.unpublish(v.actor, code)),
)


def _offer(step: Step) -> None:
    async def handle(request: Request, code: str, visit: Annotated[Visit, require(step.permission)]) -> Response:
        try:
            await asyncio.to_thread(step.act, services(request).casework, visit, code)
        except InvalidField as error:
            return await case_page(request, code, visit, problem=(step.path, error.reason), status=422)
        except TransitionRefused as error:
            return await case_page(request, code, visit, problem=(step.path, error.reason), status=409)
        return redirect(request, f"{ONE.format(code=code)}", step.done)

    handle.__annotations__["visit"] = Annotated[Visit, require(step.permission)]
    router.add_api_route(f"{ONE}/{step.path}", handle, methods=["POST"], name=f"step_{step.path}")


for _step in STEPS:
    _offer(_step)
