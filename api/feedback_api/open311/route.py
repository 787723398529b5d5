"""The route class of the standard: its errors, in the format that was asked for."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api import problems
from api.errors import AccessDenied, CaseNotFound, IncompleteFeedback, InvalidField
from api.feedback.fields import LABELS
from api.feedback_api.open311 import formats
from api.feedback_api.open311.formats import Form as Ending
from knowledge.errors import MotCuaError

NO_REQUEST = "Không có phản ánh mang mã này."
NO_KEY = "api_key thiếu hoặc không đúng."


class Refused(MotCuaError):
    """A request that the standard answers with its own error list."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


class Open311Route(APIRoute):
    """A route whose errors have the standard's shape, in the format that was asked for."""

    def get_route_handler(self) -> Any:
        """Return the handler with the errors caught."""
        handle = super().get_route_handler()

        async def caught(request: Request) -> Response:
            ending = Ending.XML if request.url.path.endswith(".xml") else Ending.JSON
            try:
                return await handle(request)
            except Refused as refusal:
                return formats.errors(ending, refusal.status, refusal.description)
            except AccessDenied:
                return formats.errors(ending, 403, NO_KEY)
            except IncompleteFeedback as error:
                return formats.errors(ending, 400, *(f"Còn thiếu: {LABELS.get(name, name)}." for name in error.missing))
            except InvalidField as error:
                return formats.errors(ending, 400, error.reason)
            except CaseNotFound:
                return formats.errors(ending, 404, NO_REQUEST)
            except RequestValidationError:
                return formats.errors(ending, 400, "Tham số chưa đúng.")
            except MotCuaError as error:
                told = problems.of_ours(error)
                response = formats.errors(ending, told.status_code, problems.message_of(told))
                if "retry-after" in told.headers:
                    response.headers["Retry-After"] = told.headers["retry-after"]
                return response

        return caught
