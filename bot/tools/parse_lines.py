"""Run in the bot's environment: parse lines from stdin with a model, JSON to stdout (one list).

Usage: python parse_lines.py MODEL < lines
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time

import structlog
from rasa.core.agent import Agent


async def parse_all(model: str, lines: list[str]) -> list[dict[str, object]]:
    """Return what the pipeline of a model makes of each line, and how long it took."""
    agent = Agent.load(model)
    await agent.parse_message("xin chào")  # the first message pays for lazy imports
    parsed = []
    for line in lines:
        started = time.perf_counter()
        found = await agent.parse_message(line)
        parsed.append(
            {
                "intent": found["intent"]["name"],
                "best": next(r["name"] for r in found["intent_ranking"] if r["name"] != "nlu_fallback"),
                "confidence": found["intent"]["confidence"],
                "entities": [[entity["entity"], entity["value"]] for entity in found["entities"]],
                "seconds": time.perf_counter() - started,
            }
        )
    return parsed


if __name__ == "__main__":
    # Rasa says what it heard of each message, on the same stream as the result.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    answers = asyncio.run(parse_all(sys.argv[1], sys.stdin.read().splitlines()))
    os.set_blocking(sys.stdout.fileno(), True)  # the event loop's libraries may leave a pipe that takes only a part
    sys.stdout.write("\n" + json.dumps(answers))
    sys.stdout.flush()
