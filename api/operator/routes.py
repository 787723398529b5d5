"""All pages of this room that are part of the console."""

from __future__ import annotations

from fastapi import APIRouter

from api.operator import pages, sending

ROUTERS: tuple[APIRouter, ...] = (pages.router, sending.router, pages.short)
