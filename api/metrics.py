"""Counters for Prometheus; no label holds anything a person wrote."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.5, 1, 2, 6, 15)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("motcua_turns", "Turns answered", ["status", "via", "channel"], registry=self.registry)
        self.turn_seconds = Histogram(
            "motcua_turn_seconds", "Time of a turn in the gateway", ["via"], buckets=_SECONDS, registry=self.registry
        )
        self.bot_failures = Counter(
            "motcua_bot_failures", "Turns Rasa did not answer", ["reason"], registry=self.registry
        )
        self.actions = Histogram(
            "motcua_action_seconds",
            "Time of an action",
            ["action", "outcome"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.requests = Counter(
            "motcua_http_requests", "Requests", ["method", "route", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "motcua_http_request_seconds", "Time of a request", ["route"], buckets=_SECONDS, registry=self.registry
        )
        self.ratings = Counter("motcua_ratings", "Ratings of answers", ["value"], registry=self.registry)
        self.forgotten = Counter(
            "motcua_conversations_forgotten", "Conversations deleted by age", registry=self.registry
        )
        self.channel_events = Counter(
            "motcua_channel_events", "Events of messengers", ["channel", "event", "outcome"], registry=self.registry
        )
        self.channel_sends = Counter(
            "motcua_channel_sends", "Tries to send to messengers", ["channel", "verdict"], registry=self.registry
        )
        self.dossiers = Counter("motcua_dossiers", "Look-ups of dossiers", ["outcome"], registry=self.registry)
        self.notices = Counter("motcua_notices", "Notices by e-mail", ["outcome"], registry=self.registry)
        self.handovers = Counter("motcua_handovers", "Steps of live hand-overs", ["step"], registry=self.registry)
        self.handovers_waiting = Gauge(
            "motcua_handovers_waiting", "People who wait for an operator", registry=self.registry
        )
        self.handover_wait = Histogram(
            "motcua_handover_wait_seconds",
            "Time from asking for a person to the first operator",
            buckets=(15, 30, 60, 120, 300, 600, 1200, 3600),
            registry=self.registry,
        )
        self.cleared = Counter("motcua_retention", "What retention deleted", ["kind"], registry=self.registry)
        self.snapshot = Gauge(
            "motcua_snapshot_procedures", "Procedures in the active snapshot", ["snapshot"], registry=self.registry
        )

    def page(self) -> bytes:
        """Return everything in the text format of Prometheus."""
        return generate_latest(self.registry)
