"""The JSON interface of the simulator, for the page, for journey tests and for people with curl.

All paths are below `/simulator`; bodies and answers are JSON; a refusal is HTTP 4xx with {"error": …}.

    POST phones/{openid}/send          does something on a phone and waits for the answer:
        {"type": "text", "text": "楼下乱停车"}   also "menu_id": a tap on a menu message
        {"type": "image", "media_id": …}                   upload first: POST media with the bytes
        {"type": "voice", "seconds": 3, "recognition": ""} no recognition unless given
        {"type": "location", "latitude": 24.5, "longitude": 117.6, "label": ""}
        {"type": "click", "key": …}  {"type": "view", "url": …}
        {"type": "subscribe", "scene": ""}  {"type": "scan", "scene": …}  {"type": "unsubscribe"}
        {"type": "raw", "fields": {"MsgType": "link"}}    any fields at all
        {"type": "again"}                                  the last push again, same MsgId
        with "wait": false the answer is {"own": …} at once, and the reply comes by the events
      → {"own": bubble|null, "reply": bubble|null, "tries": 1, "milliseconds": 9, "fault": "", "exchange": …}
    GET  phones                        every phone (openid, name, role, shown, following, messages)
    GET  phones/{openid}/messages?after=N  bubbles after that id, oldest first:
                                       [{"id", "from": me|account|system, "kind", "text", "at", …}]
    GET  phones/{openid}/exchanges     the last pushes, newest first: tries, status, milliseconds, sealed or not
    POST media                         a picture's bytes → {"media_id", "url"};  GET media/{media_id}
    GET  state, GET events?after=N     the whole state for the page; changes since N as server-sent events
    POST control/errors                {"api": "message/custom/send", "errcode": 45015, "times": 1}
    POST control/delay                 {"api": …, "milliseconds": 800, "times": 1}
    POST control/clock                 {"advance_seconds": 172801}   for windows, tokens and media
    POST control/tries                 {"seconds": 0.5}              instead of five
    POST control/tokens                {}                            voids every access token
    POST control/reset                 {}                            empty screens, real time, no errors
    GET  control/calls                 the last API calls of the product, oldest first
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.simulator.media import LIMIT_BYTES, MediaRefusedError
from bot.simulator.menu import DEFAULT
from bot.simulator.phones import Phone
from bot.simulator.push import Exchange
from bot.simulator.saying import SayingRefusedError
from bot.simulator.simulation import Simulation

_LONGEST_DELAY = 30_000
_LONGEST_TRY = 30


class RequestRefusedError(Exception):
    """The request cannot be served: `status` and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        """Keep both."""
        super().__init__(reason)
        self.status = status


Endpoint = Callable[["Simulation", Request], Awaitable[Response]]


def control_routes(simulation: Simulation) -> list[Route]:
    """The routes of this interface."""
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/state", _state),
        ("GET", "/events", _events),
        ("GET", "/phones", _phones),
        ("POST", "/phones/{openid}/send", _send),
        ("GET", "/phones/{openid}/messages", _messages),
        ("GET", "/phones/{openid}/exchanges", _exchanges),
        ("POST", "/media", _upload),
        ("GET", "/media/{media_id}", _medium),
        ("POST", "/control/errors", _errors),
        ("POST", "/control/delay", _delay),
        ("POST", "/control/clock", _clock),
        ("POST", "/control/tries", _tries),
        ("POST", "/control/tokens", _void_tokens),
        ("POST", "/control/reset", _reset),
        ("GET", "/control/calls", _calls),
    ]
    return [Route(path, _bound(simulation, endpoint), methods=[method]) for method, path, endpoint in table]


def _bound(simulation: Simulation, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def bound(request: Request) -> Response:
        try:
            return await endpoint(simulation, request)
        except RequestRefusedError as error:
            return JSONResponse({"error": str(error)}, error.status)

    return bound


async def _state(simulation: Simulation, _request: Request) -> Response:
    account = simulation.account
    return JSONResponse(
        {
            "name": account.name,
            "safe": bool(account.encoding_aes_key),
            "number": simulation.feed.number,
            "run": simulation.feed.run,
            "now": simulation.clock.now().isoformat(),
            "menu": simulation.menu or DEFAULT,
            "spots": [
                {"label": spot.label, "latitude": spot.latitude, "longitude": spot.longitude}
                for spot in account.spots
            ],
            "scenes": list(simulation.scenes.values()),
            "phones": [phone.as_json() for phone in simulation.phones.all()],
        }
    )


async def _events(simulation: Simulation, request: Request) -> Response:
    # A browser that reconnects says what it saw last in a header, which is newer than its address.
    after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    stream = simulation.feed.stream(_integer(after, "after"), request.query_params.get("run", ""))
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _phones(simulation: Simulation, _request: Request) -> Response:
    return JSONResponse(
        [
            {
                "openid": phone.owner.openid,
                "name": phone.owner.name,
                "role": phone.owner.role,
                "shown": phone.owner.shown,
                "following": phone.following,
                "messages": len(phone.bubbles),
            }
            for phone in simulation.phones.all()
        ]
    )


async def _send(simulation: Simulation, request: Request) -> Response:
    phone = _phone(simulation, request)
    body = await _body(request)
    root = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"
    try:
        begun = simulation.begin(phone, body, lambda media_id: f"{root}/media/{media_id}")
    except SayingRefusedError as error:
        raise RequestRefusedError(409 if not phone.following else 422, str(error)) from error
    own = begun.own.as_json() if begun.own else None
    if body.get("wait") is False:
        simulation.leave_running(simulation.finish(begun))
        return JSONResponse({"own": own}, 202)
    spoken = await simulation.finish(begun)
    return JSONResponse(
        {
            "own": own,
            "reply": spoken.answer.as_json() if spoken.answer else None,
            "tries": len(spoken.exchange.tries),
            "milliseconds": spoken.exchange.milliseconds,
            "fault": spoken.exchange.fault,
            "exchange": _exchange(spoken.exchange),
        }
    )


async def _messages(simulation: Simulation, request: Request) -> Response:
    after = _integer(request.query_params.get("after", "0"), "after")
    bubbles = _phone(simulation, request).bubbles
    return JSONResponse([bubble.as_json() for bubble in bubbles if bubble.number > after])


async def _exchanges(simulation: Simulation, request: Request) -> Response:
    exchanges = _phone(simulation, request).exchanges
    return JSONResponse([_exchange(exchange) for exchange in reversed(exchanges)])


def _exchange(exchange: Exchange) -> dict[str, object]:
    return {
        "at": exchange.at.isoformat(),
        "kind": exchange.kind,
        "encrypted": exchange.encrypted,
        "milliseconds": exchange.milliseconds,
        "reply": exchange.reply.kind,
        "fault": exchange.fault,
        "tries": [
            {"status": one.status, "milliseconds": one.milliseconds, "error": one.error}
            for one in exchange.tries
        ],
    }


async def _upload(simulation: Simulation, request: Request) -> Response:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LIMIT_BYTES:
            raise RequestRefusedError(413, "照片最大 10 MB")
    try:
        medium = simulation.media.keep_picture(bytes(content), simulation.clock.now())
    except MediaRefusedError as error:
        raise RequestRefusedError(415, f"只能发送照片：{error}") from error
    return JSONResponse({"media_id": medium.media_id, "url": f"media/{medium.media_id}"})


async def _medium(simulation: Simulation, request: Request) -> Response:
    medium = simulation.media.find(request.path_params["media_id"])
    if medium is None:
        raise RequestRefusedError(404, "没有这个文件")
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(medium.content, media_type=medium.content_type, headers=headers)


async def _errors(simulation: Simulation, request: Request) -> Response:
    body = await _body(request)
    times = _integer(body.get("times", 1), "times")
    simulation.disorder.order(_api(body), _integer(body.get("errcode"), "errcode"), times)
    return JSONResponse({})


async def _delay(simulation: Simulation, request: Request) -> Response:
    body = await _body(request)
    milliseconds = _integer(body.get("milliseconds"), "milliseconds")
    if not 0 <= milliseconds <= _LONGEST_DELAY:
        raise RequestRefusedError(422, f"milliseconds 0 到 {_LONGEST_DELAY}")
    simulation.disorder.order(_api(body), 0, _integer(body.get("times", 1), "times"), milliseconds / 1000)
    return JSONResponse({})


async def _clock(simulation: Simulation, request: Request) -> Response:
    body = await _body(request)
    try:
        simulation.clock.advance(timedelta(seconds=_integer(body.get("advance_seconds"), "advance_seconds")))
    except OverflowError as error:
        raise RequestRefusedError(422, "advance_seconds 太大") from error
    return JSONResponse({"now": simulation.clock.now().isoformat()})


async def _tries(simulation: Simulation, request: Request) -> Response:
    seconds = (await _body(request)).get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= _LONGEST_TRY:
        raise RequestRefusedError(422, f"seconds 应为 0 到 {_LONGEST_TRY} 之间的数字")
    simulation.pusher.try_seconds = float(seconds)
    return JSONResponse({})


async def _void_tokens(simulation: Simulation, _request: Request) -> Response:
    simulation.tokens.forget()
    return JSONResponse({})


async def _reset(simulation: Simulation, _request: Request) -> Response:
    simulation.reset()
    return JSONResponse({})


async def _calls(simulation: Simulation, _request: Request) -> Response:
    return JSONResponse([dict(call) for call in simulation.calls])


def _phone(simulation: Simulation, request: Request) -> Phone:
    phone = simulation.phones.find(request.path_params["openid"])
    if phone is None:
        raise RequestRefusedError(404, "没有这部手机")
    return phone


def _api(body: Mapping[str, Any]) -> str:
    api = body.get("api")
    if not isinstance(api, str) or not api:
        raise RequestRefusedError(422, "缺少 api，例如 message/custom/send")
    return api


def _integer(value: Any, name: str) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise RequestRefusedError(422, f"{name} 应为整数") from error


async def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise RequestRefusedError(400, "应为 JSON") from error
    if not isinstance(body, dict):
        raise RequestRefusedError(400, "应为 JSON 对象")
    return body
