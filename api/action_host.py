"""Rasa's custom actions, hosted by this process: a message crosses one process border and back."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import zlib
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

import actions.host
from actions.feedback.port import Desk
from api.errors import BodyTooLarge
from api.knowledge_keeper import KnowledgeKeeper
from api.metrics import Metrics
from knowledge.answer import Answer

log = logging.getLogger(__name__)

MAX_CALL_BYTES = 16 * 1024 * 1024
"""A call carries what was said in the conversation; after unpacking it must stay below this."""
_THREADS = 8

Result = TypeVar("Result")


class BrokenCall(ValueError):
    """What came is no action call."""


class ActionHost:
    """Runs actions in threads of their own, so that a slow one holds up nothing but itself."""

    def __init__(self, executor: ActionExecutor, timeout: float, metrics: Metrics) -> None:
        self._executor = executor
        self._timeout = timeout
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="action")

    def close(self) -> None:
        """Take no more calls."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, call: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        """Run one action; return the status and body Rasa expects.

        A rejection is told as 400, as forms need it. A failed or slow action returns nothing to say: the gateway
        then answers from search.
        """
        started = time.perf_counter()
        name = str(call.get("next_action"))
        outcome, status, body = await self._outcome(name, call)
        known = name if outcome != "unknown" else "unknown"
        self._metrics.actions.labels(known, outcome).observe(time.perf_counter() - started)
        return status, body

    async def _outcome(self, name: str, call: dict[str, Any]) -> tuple[str, int, dict[str, Any] | None]:
        try:
            running = asyncio.get_running_loop().run_in_executor(self._threads, self._in_thread, call)
            result = await asyncio.wait_for(running, self._timeout)
        except ActionExecutionRejection as refusal:
            return "rejected", 400, {"error": refusal.message, "action_name": refusal.action_name}
        except ActionNotFoundException as missing:
            return "unknown", 404, {"error": missing.message, "action_name": missing.action_name}
        except TimeoutError:
            log.error("action_slow", extra={"action": name})
            return "slow", 200, {"events": [], "responses": []}
        except Exception:  # Rasa would show nothing at all for a failed action
            log.exception("action_failed", extra={"action": name})
            return "failed", 200, {"events": [], "responses": []}
        return "done", 200, result

    def _in_thread(self, call: dict[str, Any]) -> dict[str, Any] | None:
        with actions.host.in_province(_told(call, "province"), _told(call, "place")):
            result = carried_out(self._executor.run(call))
        return result.model_dump() if result else None


def carried_out(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine that never waits: the SDK's executor is one, and none of the actions waits for anything.

    A loop of its own would take longer to open and close than most actions take.

    Raises:
        RuntimeError: it waits.
    """
    try:
        work.send(None)
    except StopIteration as end:
        return cast("Result", end.value)
    work.close()
    raise RuntimeError("an action waits for something")


def _told(call: dict[str, Any], what: str) -> str | None:
    """Return what the gateway told beside the message of this turn: ``province``, or the ``place`` a person named."""
    found: Any = call
    for name in ("tracker", "latest_message", "metadata", what):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def read_call(body: bytes, encoding: str | None) -> dict[str, Any]:
    """Unpack and read the body of a call.

    Raises:
        BodyTooLarge: more than :data:`MAX_CALL_BYTES` after unpacking.
        BrokenCall: not deflate, not JSON, or not an object.
    """
    try:
        if encoding == "deflate":
            unpacker = zlib.decompressobj()
            body = unpacker.decompress(body, MAX_CALL_BYTES)
            if unpacker.unconsumed_tail:
                raise BodyTooLarge(MAX_CALL_BYTES)
        call = json.loads(body)
    except (zlib.error, ValueError) as error:
        raise BrokenCall(type(error).__name__) from None
    if not isinstance(call, dict):
        raise BrokenCall("not an object")
    return call


def load_actions(keeper: KnowledgeKeeper) -> ActionExecutor:
    """Return an executor with everything in the package ``actions``, which answers from ``keeper``'s snapshot."""
    actions.host.use(keeper.current)
    executor = ActionExecutor()
    executor.register_package(actions)
    return executor


def use_desk(desk: Desk) -> None:
    """Let the actions keep PAKN at ``desk``."""
    actions.host.use_desk(desk)


def use_dossier_help(say: Callable[[str | None], Answer]) -> None:
    """Let the actions say what this deployment says of dossiers."""
    actions.host.use_dossier_help(say)
