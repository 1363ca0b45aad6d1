"""The inbox and the outbox under one name."""

from __future__ import annotations

from storage.inbox import Inbox
from storage.outbox import Letter, LetterState, Notice, Outbox, Recipient, Undelivered

__all__ = ["Inbox", "Letter", "LetterState", "Notice", "Outbox", "Recipient", "Undelivered"]
