"""All pages of this room."""

from __future__ import annotations

from fastapi import APIRouter

from api.knowledge_desk import pages, record_pages

ROUTERS: tuple[APIRouter, ...] = (pages.router, record_pages.router)
