"""Every error leaves the API in one shape: ``{"error": {"code", "message", "detail"?}}``, in Vietnamese."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api import errors, wording
from knowledge import errors as known

log = logging.getLogger(__name__)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]{0,40}|\d{1,3}")
_MADE_UP = "một mục không có tên hợp lệ"


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """An error as data and as a sentence.

    Attributes:
        code: stable name for programs.
        message: Vietnamese sentence for people.
    """

    code: str
    message: str
    detail: tuple[FieldProblem, ...] | None = None


class ProblemBody(BaseModel):
    """Body of every error response."""

    error: Problem


_STATUS: tuple[tuple[type[known.MotCuaError], int, str], ...] = (
    (known.ProcedureNotFound, 404, "procedure_not_found"),
    (errors.ConversationNotFound, 404, "conversation_not_found"),
    (errors.MessageNotFound, 404, "message_not_found"),
    (errors.DraftNotFound, 404, "draft_not_found"),
    (errors.CaseNotFound, 404, "case_not_found"),
    (errors.AnswerNotPublished, 404, "answer_not_published"),
    (errors.TransitionRefused, 409, "transition_refused"),
    (errors.ButtonRefused, 422, "button_refused"),
    (errors.InvalidField, 422, "invalid_field"),
    (errors.IncompleteFeedback, 422, "incomplete_feedback"),
    (errors.AttachmentRefused, 422, "attachment_refused"),
    (errors.RateLimited, 429, "rate_limited"),
    (errors.BodyTooLarge, 413, "body_too_large"),
    (errors.AccessDenied, 403, "access_denied"),
    (errors.KnowledgeUnavailable, 503, "knowledge_unavailable"),
    (known.SnapshotError, 503, "knowledge_unavailable"),
    (errors.StorageUnavailable, 503, "storage_unavailable"),
    (errors.VaultLocked, 503, "storage_unavailable"),
    (known.StorageFull, 507, "storage_full"),
)


def problem(
    status: int,
    code: str,
    *,
    values: Mapping[str, Any] | None = None,
    detail: Sequence[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return an error response; ``values`` fill the sentence of ``code``."""
    message = wording.PROBLEMS[code].format(**(values or {}))
    body = ProblemBody(error=Problem(code=code, message=message, detail=tuple(detail) if detail else None))
    return JSONResponse(body.model_dump(exclude_none=True), status, dict(headers or {}))


def message_of(response: JSONResponse) -> str:
    """Return the sentence for people in an error response."""
    return ProblemBody.model_validate_json(bytes(response.body)).error.message


def of_ours(error: known.MotCuaError) -> JSONResponse:
    """Return the response for an error of the project's tree."""
    found = next(((status, code) for kind, status, code in _STATUS if isinstance(error, kind)), None)
    if found is None:
        log.error("unmapped_error", exc_info=error)
        return problem(500, "internal")
    status, code = found
    if isinstance(error, errors.RateLimited):
        seconds = max(1, math.ceil(error.retry_after))
        return problem(status, code, values={"seconds": seconds}, headers={"Retry-After": str(seconds)})
    if isinstance(error, errors.BodyTooLarge):
        return problem(status, code, values={"limit": error.limit}, headers={"Connection": "close"})
    if isinstance(error, errors.InvalidField):
        return problem(status, code, values={"reason": error.reason}, detail=[_about(error.field, error.reason)])
    if isinstance(error, errors.IncompleteFeedback):
        return problem(status, code, detail=[_about(name, wording.MISSING_FIELD) for name in error.missing])
    if isinstance(error, errors.AttachmentRefused | errors.TransitionRefused):
        return problem(status, code, values={"reason": error.reason})
    if status >= 500:
        log.error(code, exc_info=error)
    return problem(status, code)


def of_validation(error: RequestValidationError) -> JSONResponse:
    """Return the response for input that does not fit; never repeats the input."""
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return problem(400, "broken_json")
    detail = [
        FieldProblem(field=_field(one["loc"]), message=wording.validation_sentence(one["type"], one.get("ctx")))
        for one in found[:20]
    ]
    sentence = "; ".join(f"{one.field} {one.message}" for one in detail[:3])
    return problem(422, "invalid_request", values={"fields": sentence}, detail=detail)


def of_http(error: HTTPException) -> JSONResponse:
    """Return the response for what the framework itself refuses."""
    if isinstance(error.__cause__, errors.BodyTooLarge):  # found while the framework was reading the body
        return of_ours(error.__cause__)
    if error.status_code == 404:
        return problem(404, "not_found")
    if error.status_code == 405:
        return problem(405, "method_not_allowed", headers=error.headers)
    if error.status_code == 400:
        return problem(400, "broken_json")
    return problem(error.status_code, "internal" if error.status_code >= 500 else "not_found")


def install(app: FastAPI) -> None:
    """Put the handlers into the application."""

    @app.exception_handler(known.MotCuaError)
    async def ours(_request: Request, error: known.MotCuaError) -> JSONResponse:
        return of_ours(error)

    @app.exception_handler(RequestValidationError)
    async def validation(_request: Request, error: RequestValidationError) -> JSONResponse:
        return of_validation(error)

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        return of_http(error)

    @app.exception_handler(Exception)
    async def unexpected(_request: Request, error: Exception) -> JSONResponse:
        log.error("unexpected_error", exc_info=error)
        return problem(500, "internal")


def _about(field: str, reason: str) -> FieldProblem:
    return FieldProblem(field=field, message=reason)


def _field(place: Sequence[int | str]) -> str:
    """``("body", "text")`` → ``text``; a name the caller made up is not repeated, it may be personal."""
    names = [str(part) for part in place if part not in ("body", "query", "path")]
    if not all(_NAME.fullmatch(name) for name in names):
        return _MADE_UP
    return ".".join(names) or "nội dung"


def documented(*codes: int, example: dict[str, Any] | None = None) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route for OpenAPI: each error with its sentence as the example.

    Args:
        codes: of the errors.
        example: of what the route answers (:mod:`api.examples`), where the model itself shows none.
    """
    out: dict[int | str, dict[str, Any]] = {}
    if example is not None:
        out[200] = {"content": {"application/json": {"example": example}}}
    for code in codes:
        name, description = _DOCUMENTED[code]
        example = {"error": {"code": name, "message": wording.PROBLEMS[name].format(**_SAMPLE)}}
        content = {"application/json": {"example": example}}
        out[code] = {"model": ProblemBody, "description": description, "content": content}
    return out


_SAMPLE = {
    "reason": "Phản ánh này đã được trả lời nên không rút được nữa.",
    "fields": "text còn thiếu, vui lòng bổ sung",
    "seconds": 2,
    "limit": 131072,
}
_DOCUMENTED = {
    400: ("broken_json", "The body is no JSON."),
    403: ("access_denied", "The caller may not use this route."),
    404: ("not_found", "Nothing of this name."),
    409: ("transition_refused", "The state it is in does not allow this; `message` says why."),
    413: ("body_too_large", "The body is too large."),
    422: ("invalid_request", "A value does not fit; `detail` names the fields."),
    429: ("rate_limited", "Too many requests; see the header Retry-After."),
    503: ("knowledge_unavailable", "Knowledge or database are not available at the moment."),
    507: ("storage_full", "No room left; the message was not accepted."),
}
