"""The two formats of the standard: JSON, and XML with the element names it gives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree as Xml

from fastapi import Response

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 does not allow."""

# The element that one item of a list becomes.
_ITEM = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


class Form(StrEnum):
    """Ending of the address."""

    JSON = "json"
    XML = "xml"


def respond(form: Form, root: str, data: Any, status: int = 200) -> Response:
    """Return the response; ``root`` is the name of the outermost XML element."""
    if form is Form.JSON:
        return Response(json.dumps(data, ensure_ascii=False), status, media_type="application/json; charset=utf-8")
    return Response(as_xml(root, data), status, media_type="text/xml; charset=utf-8")


def as_xml(root: str, data: Any) -> str:
    """Return data as an XML document."""
    body = Xml.tostring(_element(root, data), encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'


def errors(form: Form, status: int, *descriptions: str) -> Response:
    """Return errors as the standard wants them."""
    return respond(form, "errors", [{"code": status, "description": one} for one in descriptions], status)


def _element(name: str, value: Any) -> Xml.Element:
    made = Xml.Element(name)
    if isinstance(value, Mapping):
        made.extend(_element(key, one) for key, one in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        made.extend(_element(_ITEM[name], one) for one in value)
    elif value is not None:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        made.text = _ILLEGAL.sub(" ", text)
    return made
