"""What people wrote after the survey, for those who look after the quality of answers."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, render, require
from api.reports.chat import CHANNELS
from api.services import services
from api.survey.words import LEVELS

router = console_router()

HOME = "/admin/gop-y"
_SHOWN = 200


@router.get(HOME)
async def remarks(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_READ)]) -> Response:  # noqa: ARG001
    """List the newest words with points and channel; personal numbers were masked before they were kept."""
    found = await asyncio.to_thread(services(request).surveys.remarks, _SHOWN)
    return render(
        request,
        "survey/remarks.html",
        title="Góp ý về trợ lý",
        remarks=found,
        channels=CHANNELS,
        levels=LEVELS,
        most=_SHOWN,
    )
