"""What the door counts, for the metrics page."""

from __future__ import annotations

from typing import Protocol

from prometheus_client import CollectorRegistry, Counter

from bot.wechat.errors import Reason


class DoorCounters(Protocol):
    """Counts by names from fixed lists, never by what a sender wrote."""

    def received(self, kind: str) -> None:
        """One message or event handed to the desk."""

    def ignored(self, kind: str) -> None:
        """One push answered with `success` and not served; "unknown" for a type nobody knows."""

    def refused(self, reason: Reason) -> None:
        """One callback refused."""

    def failed(self, cause: str) -> None:
        """One message that was ours and could not be handled: "store" or "bug"."""


class PrometheusDoorCounters:
    """The counters on a Prometheus registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register the four counters; raises ValueError when the registry has them already."""
        prefix = "linli_wechat"
        self._received = Counter(f"{prefix}_received", "Messages for the desk", ["kind"], registry=registry)
        self._ignored = Counter(f"{prefix}_ignored", "Pushes not served", ["kind"], registry=registry)
        self._refused = Counter(f"{prefix}_refused", "Callbacks refused", ["reason"], registry=registry)
        self._failed = Counter(f"{prefix}_failed", "Messages not handled", ["cause"], registry=registry)

    def received(self, kind: str) -> None:
        """One message or event handed to the desk."""
        self._received.labels(kind).inc()

    def ignored(self, kind: str) -> None:
        """One push answered with `success` and not served."""
        self._ignored.labels(kind).inc()

    def refused(self, reason: Reason) -> None:
        """One callback refused."""
        self._refused.labels(reason.value).inc()

    def failed(self, cause: str) -> None:
        """One message that could not be handled."""
        self._failed.labels(cause).inc()
