"""A conversation over Zalo: signed events go to the product's webhook, its answers come to the fake Zalo."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from itertools import count

import httpx

from tests.channels.fake_zalo import APP_ID, OA_ID, FakeZalo
from tests.channels.zalo_office import signed

_NUMBERS = count(1)
_SECONDS = 240.0


@dataclass
class ZaloTalk:
    """What somebody writes and gets.

    Attributes:
        user: the person's id at Zalo.
        seen: how many messages the person had got before the last thing they wrote.
    """

    client: httpx.Client
    zalo: FakeZalo
    user: str = field(default_factory=lambda: f"30000000000000{next(_NUMBERS):05}")
    seen: int = 0

    @property
    def texts(self) -> list[str]:
        """Everything the person has got."""
        return self.zalo.texts(self.user)

    @property
    def answer(self) -> str:
        """Everything the person got since they last wrote."""
        return "\n".join(self.texts[self.seen :])

    def say(self, text: str, until: str) -> str:
        """Write, and wait for an answer that contains ``until``."""
        self.seen = len(self.texts)
        event = {
            "app_id": APP_ID,
            "event_name": "user_send_text",
            "timestamp": str(int(time.time() * 1000)),
            "sender": {"id": self.user},
            "recipient": {"id": OA_ID},
            "message": {"msg_id": f"walk-{next(_NUMBERS)}", "text": text},
        }
        raw = json.dumps(event, ensure_ascii=False).encode()
        taken = self.client.post("/channels/zalo/webhook", content=raw, headers={"X-ZEvent-Signature": signed(raw)})
        assert taken.json() == {"status": "new"}, taken.text
        return self.hear(until)

    def hear(self, text: str) -> str:
        """Wait until something with this text has come since the person last wrote."""
        self.zalo.wait(lambda: any(text in one for one in self._texts_locked()[self.seen :]), _SECONDS)
        return self.answer

    def choose(self, title: str, until: str) -> str:
        """Type the number of a choice in the last menu."""
        found = re.findall(rf"^(\d)\. {re.escape(title)}", self.answer, re.MULTILINE)
        assert found, self.answer
        return self.say(found[-1], until)

    def _texts_locked(self) -> list[str]:
        return [one.text for one in self.zalo.accepted if one.user == self.user]
