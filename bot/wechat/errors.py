"""The refusals of the official account's door.

BotError
├── EnvelopeRefused      a callback that is not WeChat's, or cannot be read
└── ApiFailed            a call to WeChat's API that did not succeed
"""

from __future__ import annotations

from enum import StrEnum

from bot.desk.sending import Outcome
from bot.errors import BotError


class Reason(StrEnum):
    """Why a callback is refused; also the label it is counted under."""

    PARAMETERS = "parameters"  # timestamp, nonce or signature missing or not of their form
    SIGNATURE = "signature"
    STALE = "stale"  # older or newer than wechat.max_age_seconds
    DOWNGRADE = "downgrade"  # a plain body although an AES key is set
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"  # the body did not arrive in time, or the sender hung up
    UNDECIPHERABLE = "undecipherable"  # no ciphertext, or one that neither key opens
    WRONG_ACCOUNT = "wrong_account"  # encrypted for another AppID
    TOO_DEEP = "too_deep"
    DOCTYPE = "doctype"  # the door to entities; WeChat never sends one
    ENCODING = "encoding"  # not UTF-8
    MALFORMED = "malformed"


class EnvelopeRefused(BotError):
    """A callback is refused."""

    def __init__(self, reason: Reason) -> None:
        """Keep `reason` only: neither text nor openid may reach a log through an exception."""
        super().__init__(f"callback refused: {reason}")
        self.reason = reason


class ApiFailed(BotError):
    """A call to WeChat's API did not succeed."""

    def __init__(self, outcome: Outcome, code: int, detail: str) -> None:
        """Keep the outcome, WeChat's code (0 when it gave none) and a detail without secrets."""
        super().__init__(f"WeChat API: {outcome} ({code}) {detail}")
        self.outcome = outcome
        self.code = code
        self.detail = detail
