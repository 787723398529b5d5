"""The citizen's page in a real browser, in front of an API that says what a test tells it to."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.chat.contracts import ChatMessage, ChatResponse, Transcript
from api.pages import pages
from knowledge.answer import (
    Answer,
    AnswerStatus,
    Citation,
    LinkBlock,
    ListBlock,
    NoteBlock,
    QuickReply,
    TableBlock,
    TextBlock,
)
from knowledge.aspects import Aspect

AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
CONVERSATION = "conversation-of-the-tests"
CODE = "1.004222"
CITATION = Citation(
    code=CODE,
    decision="1523/QĐ-BCA-C06",
    snapshot_date=date(2026, 7, 15),
    url="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/thuong-tru",
)

Say = Callable[[dict[str, Any]], Response]


@pytest.fixture(name="comparison")
def comparison_fixture() -> Answer:
    """An answer with every kind of block."""
    return comparison()


@pytest.fixture(name="choice")
def choice_fixture() -> Answer:
    """A question back: which of these."""
    return choice()


def comparison() -> Answer:
    """An answer with every kind of block."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead="Thủ tục này nhận hồ sơ trực tuyến và trực tiếp, phí khác nhau.",
        code=CODE,
        name="Đăng ký thường trú",
        aspect=Aspect.COMPARE,
        blocks=(
            TableBlock(
                title="So sánh các cách nộp",
                columns=("Cách nộp", "Nhận hồ sơ", "Thời hạn", "Phí, lệ phí"),
                rows=(
                    ("Nộp trực tuyến", "có", "7 ngày làm việc", "10.000 đồng (mỗi lần đăng ký)"),
                    ("Nộp qua bưu chính", "không", "—", "—"),
                    ("Nộp trực tiếp", "có", "7 ngày làm việc", "20.000 đồng"),
                ),
            ),
            ListBlock(title="Các bước", items=("Chuẩn bị giấy tờ", "Nộp hồ sơ"), ordered=True),
            ListBlock(title="Giấy tờ", items=("Tờ khai", "Giấy tờ về chỗ ở")),
            TextBlock(title="Nơi nộp", text="Công an cấp xã.\nMang theo giấy tờ gốc."),
            NoteBlock(text="Chi tiết từng trường hợp có ở mục phí."),
            NoteBlock(tone="warning", text="Không đưa mã OTP cho bất kỳ ai."),
            LinkBlock(title="Mở thủ tục trên Cổng", url="https://dichvucong.gov.vn/mo"),
        ),
        quick_replies=(
            QuickReply(title="Phí, lệ phí", payload=f'/ask{{"code": "{CODE}", "aspect": "fee"}}'),
            QuickReply(title="Nơi nộp hồ sơ", payload=f'/ask{{"code": "{CODE}", "aspect": "where"}}'),
        ),
        citations=(CITATION,),
    )


def choice() -> Answer:
    """A question back: which of these."""
    return Answer(
        status=AnswerStatus.CHOOSE,
        lead="Có 2 thủ tục gần với điều anh/chị hỏi. Anh/chị cần thủ tục nào?",
        blocks=(
            ListBlock(items=("Đăng ký thường trú", "Đăng ký tạm trú", "Không phải các thủ tục trên"), ordered=True),
        ),
        quick_replies=(
            QuickReply(title="Thường trú", payload='/choose{"code": "1.004222"}'),
            QuickReply(title="Tạm trú", payload='/choose{"code": "1.004194"}'),
            QuickReply(title="Không phải các thủ tục trên", payload="/deny"),
        ),
    )


def says(answer: Answer | str, *, identity: str = "message-0000000001") -> Say:
    """Script one turn: the assistant gives this answer (or these bare words)."""

    def reply(_body: dict[str, Any]) -> Response:
        message = (
            ChatMessage(id=identity, text=answer)
            if isinstance(answer, str)
            else ChatMessage(
                id=identity, text=f"{answer.lead}\n\nNguồn: {CODE}.", buttons=answer.quick_replies, answer=answer
            )
        )
        body = ChatResponse(conversation_id=CONVERSATION, messages=(message,))
        return JSONResponse(body.model_dump(mode="json", exclude_none=True))

    return reply


def fails(status: int, code: str = "internal", message: str = "Có lỗi.", **headers: str) -> Say:
    """Script one turn: the API refuses."""
    return lambda _body: JSONResponse(
        {"error": {"code": code, "message": message}}, status, {k.replace("_", "-"): v for k, v in headers.items()}
    )


@dataclass
class Script:
    """What the API says next, and what it was asked."""

    address: str = ""
    turns: deque[Say] = field(default_factory=deque)
    asked: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    rating_status: int = 200
    survey: dict[str, Any] | None = None
    transcripts: dict[str, Transcript] = field(default_factory=dict)
    snapshot_status: int = 200
    announcements: list[dict[str, Any]] = field(default_factory=list)
    hold: threading.Event | None = None

    def then(self, *turns: Say) -> None:
        """Say these, one a turn."""
        self.turns.extend(turns)

    def answers(self, *answers: Answer | str) -> None:
        """Answer the next turns; every message gets an id of its own."""
        first = len(self.turns) + len(self.asked)
        self.then(*(says(answer, identity=f"message-{first + n:010}") for n, answer in enumerate(answers)))

    def refuses(self, status: int, code: str = "internal", message: str = "Có lỗi.", **headers: str) -> None:
        """Refuse the next turn."""
        self.then(fails(status, code, message, **headers))

    def remembers(self, *messages: dict[str, Any], truncated: bool = False) -> None:
        """Keep a conversation that can be read again."""
        body = {"conversation_id": CONVERSATION, "messages": messages, "truncated": truncated}
        self.transcripts[CONVERSATION] = Transcript.model_validate(body)


def _app(world: Callable[[], Script]) -> FastAPI:
    app = FastAPI()

    @app.post("/api/v1/chat/messages")
    async def send(request: Request) -> Response:
        script = world()
        body = await request.json()
        script.asked.append(body)
        if script.hold:
            await asyncio.to_thread(script.hold.wait, 10)
        return script.turns.popleft()(body)

    @app.get("/api/v1/chat/conversations/{identity}")
    async def read(identity: str) -> Response:
        found = world().transcripts.get(identity)
        if found is None:
            return fails(404, "conversation_not_found")({})
        return JSONResponse(found.model_dump(mode="json", exclude_none=True))

    @app.post("/api/v1/chat/messages/{identity}/rating")
    async def rate(identity: str, request: Request) -> Response:
        script = world()
        if script.rating_status != 200:
            return fails(script.rating_status)({})
        script.ratings.append((identity, await request.json()))
        return JSONResponse(script.ratings[-1][1] | ({"survey": script.survey} if script.survey else {}))

    @app.get("/api/v1/snapshots/active")
    async def active() -> Response:
        status = world().snapshot_status
        return JSONResponse({"id": "s1", "data_date": "2026-07-15", "procedures": 5608}, status)

    @app.get("/api/v1/announcements")
    async def announcements() -> Response:
        return JSONResponse({"items": world().announcements})

    app.include_router(pages())
    return app


@pytest.fixture(scope="session")
def _served() -> Iterator[tuple[str, dict[str, Script]]]:
    current: dict[str, Script] = {}
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(_app(lambda: current["script"]), log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", current
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def script(_served: tuple[str, dict[str, Script]]) -> Script:
    """A fresh script for the API."""
    address, current = _served
    current["script"] = Script(address=address)
    return current["script"]


@dataclass
class Visit:
    """A page that is open, and all it asked the network for."""

    page: Page
    context: BrowserContext
    requests: list[str]
    troubles: list[str]

    def ask(self, text: str) -> None:
        """Type a question, send it with Enter and wait for what is said to it."""
        said = self.page.locator("#turns .assistant")
        before = said.count()
        self.page.fill("#question", text)
        self.page.press("#question", "Enter")
        expect(said).to_have_count(before + 1)

    def audit(self, what: str) -> Any:
        """Run one of the measurements of audit.js."""
        return self.page.evaluate(f"({AUDIT})().{what}()")


@pytest.fixture
def visit(browser: Browser, script: Script) -> Iterator[Callable[..., Visit]]:
    """Open the page; options are those of a browser context. Fails the test on any error inside the page."""
    visits: list[Visit] = []

    def go(path: str = "/", **options: Any) -> Visit:
        context = browser.new_context(base_url=script.address, **{"viewport": {"width": 390, "height": 844}, **options})
        context.set_default_timeout(8000)
        page = context.new_page()
        made = Visit(page, context, [], [])
        page.on("request", lambda request: made.requests.append(request.url))
        page.on("pageerror", lambda error: made.troubles.append(str(error)))
        page.on("console", lambda line: made.troubles.append(line.text) if "Content Security" in line.text else None)
        visits.append(made)
        page.goto(path)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return made

    yield go
    for made in visits:
        made.context.close()
    assert [trouble for made in visits for trouble in made.troubles] == []
