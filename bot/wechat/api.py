"""Calls to WeChat's API with the shared token and one retry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.desk.sending import Outcome
from bot.wechat.errcodes import TOKEN_REFUSED, error_code
from bot.wechat.errors import ApiFailed
from bot.wechat.token import AccessToken, ApiAccount
from bot.wechat.transport import Patience, Received, Transport, Upload
from storage.short_term import ShortTerm

_DETAIL = 200


class ApiSettings(Protocol):
    """The part of `settings.wechat` that calls need."""

    @property
    def app_id(self) -> str: ...
    @property
    def app_secret(self) -> str: ...
    @property
    def api_base_url(self) -> str: ...


class WeChatApi:
    """The account's API; safe to use from several threads."""

    def __init__(self, settings: ApiSettings, memory: ShortTerm) -> None:
        """`memory` holds the token for all processes."""
        self._transport = Transport(settings.api_base_url)
        account = ApiAccount(settings.app_id, settings.app_secret)
        self._token = AccessToken(account, self._transport, memory)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def check_token(self) -> None:
        """Raise ApiFailed when no token can be had: wrong secret, missing IP, no way there."""
        self._token.current()

    def call(self, path: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to a POST whose errcode is 0; raises ApiFailed with the desk's word for any other."""
        return self._with_token(
            lambda token: self._transport.post(path, {"access_token": token}, payload)
        ).json()

    def download(self, path: str, query: Mapping[str, str], patience: Patience) -> Received:
        """The file behind a GET. WeChat reports errors as JSON with status 200: they raise ApiFailed."""
        return self._with_token(
            lambda token: self._transport.get(path, {**query, "access_token": token}, patience)
        )

    def upload(self, path: str, query: Mapping[str, str], upload: Upload, patience: Patience) -> Mapping[str, Any]:
        """The answer to a form with one file; raises ApiFailed as `call` does."""
        return self._with_token(
            lambda token: self._transport.post_file(path, {**query, "access_token": token}, upload, patience)
        ).json()

    def _with_token(self, send: Callable[[str], Received]) -> Received:
        token = self._token.current()
        received = send(token)
        code, detail = _error(received)
        if code in TOKEN_REFUSED:
            # Once and no more: wechatpy's client recurses here, 486 sends and 487 token fetches until
            # RecursionError against a server that always says 40001.
            token = self._token.renewed(token)
            received = send(token)
            code, detail = _error(received)
        if code:
            raise ApiFailed(error_code(code).outcome, code, detail.replace(token, "…")[:_DETAIL])
        return received


def _error(received: Received) -> tuple[int, str]:
    """The errcode (0 when all is well or the answer is a file) and errmsg."""
    if not _may_be_json(received):
        return 0, ""
    answer = received.json()
    code = answer.get("errcode", 0)
    if not isinstance(code, int):
        raise ApiFailed(Outcome.BUSY, 0, "errcode is no number")
    return code, str(answer.get("errmsg", ""))


def _may_be_json(received: Received) -> bool:
    """Media answers carry their own type; everything else is JSON, also when labelled text/plain."""
    kind = received.content_type.partition("/")[0].strip().lower()
    is_file = kind in {"image", "audio", "video"} or "octet-stream" in received.content_type
    return not is_file or received.content[:1] == b"{"
