"""All pages of this room that are part of the console."""

from __future__ import annotations

from fastapi import APIRouter

from api.operator import pages

ROUTERS: tuple[APIRouter, ...] = (pages.router, pages.short)
