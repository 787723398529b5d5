"""All pages of this room."""

from __future__ import annotations

from fastapi import APIRouter

from api.knowledge_desk import coverage_pages, pages, record_pages
from api.knowledge_desk.links import pages as link_pages

ROUTERS: tuple[APIRouter, ...] = (pages.router, record_pages.router, coverage_pages.router, link_pages.router)
