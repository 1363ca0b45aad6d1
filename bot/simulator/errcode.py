"""WeChat's error codes, and the errors a test has ordered."""

from __future__ import annotations

from dataclasses import dataclass

MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40013: "invalid appid",
    40016: "invalid button size",
    40018: "invalid button name size",
    40037: "invalid template_id",
    40125: "invalid appsecret",
    40164: "invalid ip, not in whitelist",
    41001: "access_token missing",
    41005: "media data missing",
    42001: "access_token expired",
    43004: "require subscribe",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    50002: "user limited",
}


class ApiError(Exception):
    """The API answers with an error code."""

    def __init__(self, errcode: int, detail: str = "") -> None:
        """Keep the code; `detail` follows WeChat's own words."""
        self.errcode = errcode
        super().__init__(f"{MESSAGES.get(errcode, 'error')} {detail}".strip())

    def answer(self) -> dict[str, object]:
        """The body, sent with HTTP 200 as WeChat does."""
        return {"errcode": self.errcode, "errmsg": f"{self} rid: simulated"}


@dataclass(slots=True)
class _Ordered:
    api: str
    errcode: int
    times: int
    delay_seconds: float


class Disorder:
    """Errors and delays that a test orders for an API, each for so many calls."""

    def __init__(self) -> None:
        """Start with none."""
        self._ordered: list[_Ordered] = []

    def order(self, api: str, errcode: int, times: int, delay_seconds: float = 0.0) -> None:
        """The next `times` calls of `api` (a path below `cgi-bin`) fail with `errcode`; 0 only delays."""
        self._ordered.append(
            _Ordered(api.removeprefix("/").removeprefix("cgi-bin/"), errcode, times, delay_seconds)
        )

    def take(self, api: str) -> tuple[int, float]:
        """The code and the delay for this call, (0, 0) when nothing is ordered."""
        for ordered in self._ordered:
            if ordered.api == api and ordered.times > 0:
                ordered.times -= 1
                return ordered.errcode, ordered.delay_seconds
        return 0, 0.0

    def clear(self) -> None:
        """Forget all orders."""
        self._ordered.clear()
