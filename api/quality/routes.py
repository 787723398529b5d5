"""All pages of this room."""

from __future__ import annotations

from fastapi import APIRouter

from api.quality import added_pages, group_pages, list_pages

ROUTERS: tuple[APIRouter, ...] = (list_pages.router, group_pages.router, added_pages.router)
