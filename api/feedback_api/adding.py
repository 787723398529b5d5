"""What a sender adds to a PAKN over HTTP: words as JSON, or words and files as a form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData, UploadFile

from api.errors import BodyTooLarge
from api.feedback_api.contracts import AddRequest, Note, Proof
from api.services import Services, ServicesDep

_FORM = "multipart/form-data"
_FIELDS = 8
Body = TypeVar("Body", bound=BaseModel)


class AddForm(Proof):
    """More information from the sender, as a form with files."""

    model_config = ConfigDict(extra="forbid")

    text: Note | None = Field(None, description="May be left out when there are files.")
    not_identity_paper: bool = Field(
        False, description="The sender's own word that no file shows an identity card or passport; needed for files."
    )


@dataclass(frozen=True, slots=True)
class Addition:
    """What was sent.

    Attributes:
        files: names and contents.
        not_identity_papers: the sender declared that none of them shows an identity paper.
    """

    proof: str
    text: str
    files: tuple[tuple[str, bytes], ...] = ()
    not_identity_papers: bool = False


async def addition(request: Request, found: ServicesDep) -> Addition:
    """Read the body by its type; one that is neither a form nor JSON fits nothing.

    Raises:
        RequestValidationError: it is not what the document says.
        BodyTooLarge: words alone that are longer than any body without files may be.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == _FORM:
        async with request.form(max_fields=_FIELDS, max_files=found.settings.attachment_count + 1) as form:
            return await _of_form(form, found)
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > found.settings.body_bytes:  # the address takes files, JSON holds none
            raise BodyTooLarge(found.settings.body_bytes)
    try:
        given = json.loads(raw) if kind in ("", "application/json") else None
    except ValueError:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": "", "input": {}}]) from None
    body = _fitting(AddRequest, given)
    return Addition(body.proof, body.text)


async def _of_form(form: FormData, found: Services) -> Addition:
    words = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    words.pop("files", None)  # an empty choice of files comes as a word
    body = _fitting(AddForm, {name: value for name, value in words.items() if value.strip()})
    sent = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    stray = [name for name, value in form.multi_items() if isinstance(value, UploadFile) and name != "files"]
    if stray:
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("body", stray[0]), "msg": "", "input": None}])
    most = found.settings.attachment_bytes + 1  # one byte more tells that a file is too large
    files = tuple([(one.filename or "", await one.read(most)) for one in sent])
    return Addition(body.proof, body.text or "", files, body.not_identity_paper)


def _fitting(model: type[Body], given: object) -> Body:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        raise RequestValidationError(found) from None


def _form_schema() -> dict[str, Any]:
    schema = AddForm.model_json_schema()
    files = {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "description": "JPG, PDF, DOC, DOCX, XLS or XLSX, with the limits of `GET /api/v1/feedback/form`; all or none.",
    }
    return {**schema, "properties": {**schema["properties"], "files": files}}


ADD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": AddRequest.model_json_schema()},
            _FORM: {"schema": _form_schema()},
        },
    }
}
"""Both bodies, as the OpenAPI document tells them."""

AdditionDep = Annotated[Addition, Depends(addition)]
