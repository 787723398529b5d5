"""All pages of this room that are part of the console."""

from __future__ import annotations

from fastapi import APIRouter

from api.operator import comparing, pages, sending

ROUTERS: tuple[APIRouter, ...] = (pages.router, comparing.router, sending.router, pages.short)
