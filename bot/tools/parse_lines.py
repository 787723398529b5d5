"""Run in the bot's environment: parse lines from stdin with a model, JSON to stdout (one list).

Usage: python parse_lines.py MODEL < lines
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

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
    answers = asyncio.run(parse_all(sys.argv[1], sys.stdin.read().splitlines()))
    sys.stdout.write("\n" + json.dumps(answers))
