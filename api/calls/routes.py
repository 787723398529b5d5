"""All pages of this room."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import pages

ROUTERS: tuple[APIRouter, ...] = (pages.router,)
