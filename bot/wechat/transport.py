"""HTTP to WeChat's API: explicit timeouts, bounded answers, and no secret in any log or exception."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.desk.sending import Outcome
from bot.wechat.errors import ApiFailed

#: 3 s to connect, 2 to write, 3 to wait for bytes: the sum is the 8 s that one call may take.
TIMEOUT = httpx.Timeout(connect=3.0, read=3.0, write=2.0, pool=2.0)
#: After this long no further chunk is awaited, or a trickle of bytes would stretch the read timeout.
_LAST_CHUNK_SECONDS = 5.0
_ANSWER_BYTES = 1024 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRET_PARAMETER = re.compile(r"((?:access_token|secret|appsecret)=)[^&\s\"']+")


@dataclass(frozen=True, slots=True)
class Patience:
    """How much of an answer is taken: bytes, and seconds until the last chunk; what a larger one comes to."""

    size: int = _ANSWER_BYTES
    seconds: float = _LAST_CHUNK_SECONDS
    beyond: Outcome = Outcome.BUSY  # no answer of WeChat's is that large: something on the way is broken


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send, with the name and media type that WeChat judges it by."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Received:
    """An answer with HTTP status 200."""

    content: bytes
    content_type: str

    def json(self) -> Mapping[str, Any]:
        """The JSON object it holds; raises ApiFailed (busy) for anything else: not WeChat's."""
        try:
            answer = json.loads(self.content)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ApiFailed(Outcome.BUSY, 0, "answer is no JSON object")
        return answer


class Transport:
    """One pool of connections to the API; safe to use from several threads."""

    def __init__(self, base_url: str, timeout: httpx.Timeout = TIMEOUT) -> None:
        """`base_url` as in wechat.api_base_url."""
        _hush_request_log()
        self._base = base_url.rstrip("/")
        # A proxy in the environment is for the world outside, not for the simulator on this machine.
        outside = urlsplit(self._base).hostname not in _LOOPBACK
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=outside)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def post(self, path: str, query: Mapping[str, str], payload: Mapping[str, Any]) -> Received:
        """The answer to a JSON body, sent as UTF-8 itself: WeChat shows JSON escapes as they are.

        Raises ApiFailed when there is no answer with status 200.
        """
        body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        request = self._client.build_request(
            "POST", f"{self._base}/{path}", params=dict(query), content=body, headers=headers
        )
        return self._exchange(request, Patience())

    def post_file(self, path: str, query: Mapping[str, str], upload: Upload, patience: Patience) -> Received:
        """The answer to a form with one file, `media`; raises ApiFailed when there is none with status 200."""
        files = {"media": (upload.name, upload.content, upload.content_type)}
        request = self._client.build_request("POST", f"{self._base}/{path}", params=dict(query), files=files)
        return self._exchange(request, patience)

    def get(self, path: str, query: Mapping[str, str], patience: Patience) -> Received:
        """The answer to a GET; raises ApiFailed when there is none with status 200."""
        request = self._client.build_request("GET", f"{self._base}/{path}", params=dict(query))
        return self._exchange(request, patience)

    def _exchange(self, request: httpx.Request, patience: Patience) -> Received:
        started = time.monotonic()
        try:
            with contextlib.closing(self._client.send(request, stream=True)) as response:
                _check_status(response.status_code)
                content = bytearray()
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > patience.size:
                        raise ApiFailed(patience.beyond, 0, "answer too large")
                    if time.monotonic() - started > patience.seconds:
                        raise ApiFailed(Outcome.BUSY, 0, "answer too slow")
                return Received(bytes(content), response.headers.get("content-type", ""))
        except httpx.HTTPError as error:
            # `from None`: the chain would carry the request, and its URL the token.
            raise ApiFailed(Outcome.BUSY, 0, type(error).__name__) from None


def _check_status(status: int) -> None:
    """WeChat answers errors with status 200; any other comes from the way there.

    5xx, 408 and 429 pass; a redirect or 4xx means that the address or a gateway is set up wrong.
    """
    if status == 200:
        return
    if status == 429:
        raise ApiFailed(Outcome.RATE_LIMITED, 0, "HTTP 429")
    passing = status >= 500 or status == 408
    raise ApiFailed(Outcome.BUSY if passing else Outcome.HALTED, 0, f"HTTP {status}")


class _SecretsHidden(logging.Filter):
    """httpx logs every URL at level INFO, and ours carry the token."""

    def filter(self, record: logging.LogRecord) -> bool:
        hidden = _SECRET_PARAMETER.sub(r"\1…", record.getMessage())
        record.msg, record.args = hidden, None
        return True


def _hush_request_log() -> None:
    log = logging.getLogger("httpx")
    if not any(isinstance(known, _SecretsHidden) for known in log.filters):
        log.addFilter(_SecretsHidden())
