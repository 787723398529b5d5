"""What an import has built is thrown away only when the question is answered with yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.knowledge_desk.jobs import Jobs, JobState
from api.security.roles import Role
from tests.console.test_in_a_browser import address, sit_down

__all__ = ["address", "sit_down"]

pytestmark = pytest.mark.browser


def test_an_import_that_is_ready_is_not_dropped_by_one_press(office: Any, sit_down: Callable[..., Page]) -> None:
    jobs = Jobs(office.services.database)
    job = jobs.begin(office.actor(Role.ADMIN), ["moi.jsonl"], date(2026, 8, 1), None, None)
    counts = {"accepted": 1, "warned": 0, "rejected": 0, "added": 1, "changed": 0, "withdrawn": 0}
    jobs.end(job.id, JobState.READY, counts=counts)
    page = sit_down(Role.ADMIN)
    page.goto(f"/admin/kien-thuc/nhap/{job.id}")
    page.evaluate("window.confirm = (words) => { window.asked = words; return false; }")
    page.get_by_role("button", name="Bỏ, không dùng").click()
    assert "xoá hẳn" in page.evaluate("window.asked")
    assert jobs.get(job.id).state is JobState.READY

    page.evaluate("window.confirm = () => true")
    page.get_by_role("button", name="Bỏ, không dùng").click()
    expect(page.get_by_role("status")).to_contain_text("Đã bỏ lần nhập này")
    assert jobs.get(job.id).state is JobState.DROPPED
