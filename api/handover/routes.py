"""All routes of this room."""

from __future__ import annotations

from fastapi import APIRouter

from api.handover import news, pages

ROUTERS: tuple[APIRouter, ...] = (news.router, pages.router)
