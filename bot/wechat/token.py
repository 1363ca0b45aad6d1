"""The account's access token: one for all processes, fetched by one of them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.desk.sending import Outcome
from bot.wechat.errcodes import error_code
from bot.wechat.errors import ApiFailed
from bot.wechat.transport import Transport
from storage.short_term import InProcess, ShortTerm

PATH = "cgi-bin/stable_token"
_MARGIN = timedelta(minutes=5)
#: Longer than one fetch may take (8 s), so that a process that died does not lock out the others for long.
_LOCK_TTL = timedelta(seconds=20)
_POLL_SECONDS = 0.1
_POLLS = 100
#: WeChat allows 20 forced refreshes a day; one in 90 minutes is 16.
_FORCE_EVERY = timedelta(minutes=90)
#: How long nobody asks again after a refusal: a wrong secret or a missing IP is not cured by asking.
_PAUSES: Mapping[Outcome, timedelta] = {
    Outcome.BUSY: timedelta(seconds=3),
    Outcome.RATE_LIMITED: timedelta(minutes=1),
    Outcome.QUOTA: timedelta(minutes=10),
}
_PAUSE_OTHERWISE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ApiAccount:
    """Who asks for the token."""

    app_id: str
    app_secret: str = field(repr=False)


class AccessToken:
    """Keeps the token in the short-term memory that all processes share.

    `cgi-bin/stable_token` and not `cgi-bin/token`: each call of the latter voids the former token, and it
    allows 2,000 calls a day, which a recursion or eight cold workers can spend in minutes.
    """

    def __init__(
        self,
        account: ApiAccount,
        transport: Transport,
        memory: ShortTerm,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        """`pause` waits so many seconds while another process fetches."""
        self._account = account
        self._transport = transport
        self._memory = memory
        self._pause = pause
        self._own = InProcess()  # a memory that is away knows nothing, and would have each send fetch a token
        self._guard = threading.Lock()  # the threads of this process queue here instead of polling
        prefix = f"wechat:token:{account.app_id}"
        self._stored, self._lock = prefix, f"{prefix}:lock"
        self._stopped, self._forced = f"{prefix}:stopped", f"{prefix}:forced"

    def current(self) -> str:
        """A token to use now; raises ApiFailed when none can be had."""
        return self._other_than("") or self._one_fetch("")

    def renewed(self, used: str) -> str:
        """A token other than `used`, which WeChat has just refused; raises ApiFailed when there is none.

        When the stored one differs, somebody else has renewed it already and it is taken as it is.
        """
        return self._other_than(used) or self._one_fetch(used)

    def _other_than(self, used: str) -> str:
        stored = self._recall(self._stored) or ""
        return "" if stored == used else stored

    def _recall(self, key: str) -> str | None:
        return self._memory.get(key) or self._own.get(key)

    def _remember(self, key: str, value: str, ttl: timedelta) -> None:
        self._memory.put(key, value, ttl)
        self._own.put(key, value, ttl)

    def _one_fetch(self, used: str) -> str:
        with self._guard:
            for _ in range(_POLLS):
                if token := self._other_than(used):
                    return token
                if self._memory.acquire(self._lock, _LOCK_TTL):
                    try:
                        return self._other_than(used) or self._fetch(used)
                    finally:
                        self._memory.release(self._lock)
                self._pause(_POLL_SECONDS)
        raise ApiFailed(Outcome.BUSY, 0, "another process is fetching the token")

    def _fetch(self, used: str) -> str:
        self._obey_pause()
        try:
            token, life = self._ask(force=False)
            if token == used:
                token, life = self._force()
        except ApiFailed as failure:
            self._pause_after(failure)
            raise
        self._remember(self._stored, token, life)
        return token

    def _force(self) -> tuple[str, timedelta]:
        """WeChat still gives out the token it refuses: force another one, but not again and again."""
        if not self._memory.acquire(self._forced, _FORCE_EVERY):
            raise ApiFailed(Outcome.HALTED, 40001, "token refused, and a new one was forced already")
        return self._ask(force=True)

    def _ask(self, *, force: bool) -> tuple[str, timedelta]:
        payload = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._account.app_secret,
            "force_refresh": force,
        }
        answer = self._transport.post(PATH, {}, payload).json()
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise self._refusal(answer)
        return token, _life(answer.get("expires_in"))

    def _refusal(self, answer: Mapping[str, Any]) -> ApiFailed:
        code = answer.get("errcode")
        if not isinstance(code, int) or code == 0:
            return ApiFailed(Outcome.BUSY, 0, "answer without a token")
        detail = str(answer.get("errmsg", ""))[:200].replace(self._account.app_secret or "\0", "…")
        return ApiFailed(error_code(code).outcome, code, detail)

    def _pause_after(self, failure: ApiFailed) -> None:
        note = json.dumps([failure.outcome.value, failure.code, failure.detail], ensure_ascii=False)
        self._remember(self._stopped, note, _PAUSES.get(failure.outcome, _PAUSE_OTHERWISE))

    def _obey_pause(self) -> None:
        note = self._recall(self._stopped)
        if note is not None:
            outcome, code, detail = json.loads(note)
            raise ApiFailed(Outcome(outcome), code, detail)


def _life(expires_in: Any) -> timedelta:
    """How long to use the token: five minutes less than it lives, half of a short life."""
    seconds = expires_in if isinstance(expires_in, int) and expires_in > 0 else 0
    whole = timedelta(seconds=seconds)
    return max(whole - _MARGIN, min(whole, 2 * _MARGIN) / 2, timedelta(seconds=1))
