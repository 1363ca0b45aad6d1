"""The part of api.weixin.qq.com that the product calls, with WeChat's answers and limits."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.errcode import ApiError
from bot.simulator.media import LIMIT_BYTES, MediaRefusedError, Medium
from bot.simulator.menu import check_menu
from bot.simulator.phones import Content, Phone
from bot.simulator.simulation import Simulation
from bot.simulator.template import card_rows
from bot.simulator.window import WindowClosedError, WindowUsedUpError

_OK: Mapping[str, object] = {"errcode": 0, "errmsg": "ok"}
_TEXT_BYTES = 2048
#: Seconds that a passing scene code lasts: at most thirty days, and one minute unless asked otherwise.
_LONGEST_QR = 2_592_000
_SHORTEST_QR = 60
_QR_ACTIONS = frozenset({"QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"})

Body = Mapping[str, Any]
Answer = Mapping[str, object]
Call = Callable[[Simulation, Request, Body], Awaitable[Response | Answer]]


def api_routes(simulation: Simulation) -> list[Route]:
    """The routes under `/cgi-bin`."""
    return [
        _route(simulation, "token", "GET", _token, open_to_all=True),
        _route(simulation, "stable_token", "POST", _stable_token, open_to_all=True),
        _route(simulation, "message/custom/send", "POST", _custom_send),
        _route(simulation, "message/template/send", "POST", _template_send),
        _route(simulation, "menu/create", "POST", _menu_create),
        _route(simulation, "menu/get", "GET", _menu_get),
        _route(simulation, "menu/delete", "GET", _menu_delete),
        _route(simulation, "qrcode/create", "POST", _qrcode_create),
        _route(simulation, "media/get", "GET", _media_get),
        _route(simulation, "media/upload", "POST", _media_upload),
        _route(simulation, "user/info", "GET", _user_info),
        _route(simulation, "getcallbackip", "GET", _addresses),
        _route(simulation, "get_api_domain_ip", "GET", _addresses),
    ]


def _route(simulation: Simulation, api: str, method: str, call: Call, *, open_to_all: bool = False) -> Route:
    async def endpoint(request: Request) -> Response:
        errcode, delay = simulation.disorder.take(api)
        if delay:
            await asyncio.sleep(delay)
        try:
            body = await _body(request)
            simulation.calls.append({"api": api, "body": _without_secret(body), "errcode": errcode})
            _obey(errcode)
            if not open_to_all:
                simulation.tokens.check(request.query_params.get("access_token", ""), simulation.clock.now())
            answer = await call(simulation, request, body)
        except ApiError as error:
            return JSONResponse(error.answer())
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    return Route(f"/cgi-bin/{api}", endpoint, methods=[method])


def _obey(errcode: int) -> None:
    if errcode:
        raise ApiError(errcode)


def _without_secret(body: Body) -> Body:
    return {key: value for key, value in body.items() if key not in {"secret", "access_token"}}


async def _body(request: Request) -> Mapping[str, Any]:
    is_form = request.headers.get("content-type", "").startswith("multipart/form-data")
    if request.method == "GET" or is_form:
        return dict(request.query_params)
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise ApiError(47001, str(error)) from error
    if not isinstance(body, dict):
        raise ApiError(47001, "not an object")
    return body


def _know(simulation: Simulation, body: Mapping[str, Any]) -> None:
    if body.get("appid") != simulation.account.app_id:
        raise ApiError(40013)
    if body.get("secret") != simulation.account.app_secret:
        raise ApiError(40125)


async def _token(simulation: Simulation, _request: Request, body: Body) -> Answer:
    _know(simulation, body)
    token, seconds = simulation.tokens.plain(simulation.clock.now())
    return {"access_token": token, "expires_in": seconds}


async def _stable_token(simulation: Simulation, _request: Request, body: Body) -> Answer:
    _know(simulation, body)
    token, seconds = simulation.tokens.stable(simulation.clock.now(), force=bool(body.get("force_refresh")))
    return {"access_token": token, "expires_in": seconds}


def _follower(simulation: Simulation, body: Mapping[str, Any]) -> Phone:
    phone = simulation.phones.find(str(body.get("touser") or ""))
    if phone is None:
        raise ApiError(40003)
    if not phone.following:
        raise ApiError(43004)
    return phone


async def _custom_send(simulation: Simulation, _request: Request, body: Body) -> Answer:
    phone = _follower(simulation, body)
    content = _content(simulation, body)
    now = simulation.clock.now()
    try:
        phone.window = phone.window.spent(now)
    except WindowClosedError as error:
        raise ApiError(45015) from error
    except WindowUsedUpError as error:
        raise ApiError(45047) from error
    simulation.phones.show(phone, "account", content, now)
    return _OK


def _content(simulation: Simulation, body: Mapping[str, Any]) -> Content:
    kind = str(body.get("msgtype") or "")
    part = body.get(kind)
    if not isinstance(part, Mapping):
        raise ApiError(47001, f"{kind or 'msgtype'} is missing")
    if kind == "text":
        return Content("text", _checked_text(part.get("content")))
    if kind == "image":
        return Content("image", "[图片]", {"media": _medium(simulation, part).media_id})
    if kind == "voice":
        medium = _medium(simulation, part)
        return Content("voice", "", {"media": medium.media_id, "seconds": medium.seconds()})
    if kind == "msgmenu":
        items = [
            {"id": str(item.get("id")), "text": str(item.get("content"))} for item in part.get("list") or []
        ]
        more = {"items": items, "tail": str(part.get("tail_content") or "")}
        return Content("menu", _checked_text(part.get("head_content")), more)
    if kind == "news":
        return Content("news", "", {"articles": [dict(article) for article in part.get("articles") or []]})
    raise ApiError(40008)


def _medium(simulation: Simulation, part: Mapping[str, Any]) -> Medium:
    """The file that a phone or the account sent within three days: either may be sent on."""
    medium = simulation.media.find(str(part.get("media_id") or ""), simulation.clock.now())
    if medium is None:
        raise ApiError(40007)
    return medium


def _checked_text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ApiError(47001, "content is missing")
    if len(value.encode()) > _TEXT_BYTES:
        raise ApiError(45002)
    return value


async def _template_send(simulation: Simulation, _request: Request, body: Body) -> Answer:
    phone = _follower(simulation, body)
    account = simulation.account
    template_id = str(body.get("template_id") or "")
    if not template_id or (account.template_ids and template_id not in account.template_ids):
        raise ApiError(40037)
    rows = card_rows(body.get("data"), account.template_labels)
    # WeChat shows a repeat with the same client_msg_id no second time ("防重入ID"); its window isn't published.
    repeat = simulation.template_numbers.get(str(body.get("client_msg_id") or ""))
    if repeat is not None:
        return {**_OK, "msgid": repeat}
    more = {"rows": rows, "url": str(body.get("url") or "")}
    summary = "\n".join(f"{row['label']}：{row['value']}" for row in rows)
    simulation.phones.show(phone, "account", Content("template", summary, more), simulation.clock.now())
    number = secrets.randbelow(10**18)
    report = {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": number, "Status": "success"}
    simulation.announce(phone, report)
    if body.get("client_msg_id"):
        simulation.template_numbers[str(body["client_msg_id"])] = number
    return {**_OK, "msgid": number}


async def _menu_create(simulation: Simulation, _request: Request, body: Body) -> Answer:
    simulation.menu = check_menu(body)
    simulation.feed.add("menu", simulation.menu)
    return _OK


async def _menu_get(simulation: Simulation, _request: Request, _body: Body) -> Answer:
    if simulation.menu is None:
        raise ApiError(46003)
    return {"menu": simulation.menu}


async def _menu_delete(simulation: Simulation, _request: Request, _body: Body) -> Answer:
    simulation.menu = None
    simulation.feed.add("reload", {})
    return _OK


async def _qrcode_create(simulation: Simulation, _request: Request, body: Body) -> Answer:
    info = body.get("action_info")
    scene_part = info.get("scene") if isinstance(info, Mapping) else None
    if not isinstance(scene_part, Mapping):
        raise ApiError(47001, "action_info.scene is missing")
    action = str(body.get("action_name") or "")
    scene = str(scene_part.get("scene_str" if action.endswith("STR_SCENE") else "scene_id") or "")
    if action not in _QR_ACTIONS or not 0 < len(scene) <= 64:
        raise ApiError(47003, "action_name or scene")
    ticket = next((known for known, name in simulation.scenes.items() if name == scene), "")
    ticket = ticket or "simulated_" + secrets.token_urlsafe(40)
    simulation.scenes[ticket] = scene
    simulation.feed.add("scene", {"scene": scene})
    seconds = body.get("expire_seconds")
    answer: dict[str, object] = {"ticket": ticket, "url": f"http://weixin.qq.com/q/{ticket[-20:]}"}
    if not action.startswith("QR_LIMIT"):
        answer["expire_seconds"] = min(seconds, _LONGEST_QR) if isinstance(seconds, int) else _SHORTEST_QR
    return answer


async def _media_get(simulation: Simulation, _request: Request, body: Body) -> Response:
    medium = _medium(simulation, body)
    extension = medium.content_type.partition("/")[2]
    headers = {"Content-Disposition": f'attachment; filename="{medium.media_id[:16]}.{extension}"'}
    return Response(medium.content, media_type=medium.content_type, headers=headers)


async def _media_upload(simulation: Simulation, request: Request, body: Body) -> Answer:
    kind = str(body.get("type") or "")
    if kind not in {"image", "voice"}:
        raise ApiError(40004)
    content, now = await _uploaded(request), simulation.clock.now()
    keep = simulation.media.keep_picture if kind == "image" else simulation.media.keep_recording
    try:
        medium = keep(content, now)
    except MediaRefusedError as error:
        raise ApiError(40009 if len(content) > LIMIT_BYTES else 40005, str(error)) from error
    return {"type": kind, "media_id": medium.media_id, "created_at": int(now.timestamp())}


async def _uploaded(request: Request) -> bytes:
    """The bytes of the form's file, one more than a file may have at most."""
    async with request.form() as form:
        part = form.get("media")
        if not isinstance(part, UploadFile):
            raise ApiError(41005)
        return await part.read(LIMIT_BYTES + 1)


async def _user_info(simulation: Simulation, _request: Request, body: Body) -> Answer:
    phone = simulation.phones.find(str(body.get("openid") or ""))
    if phone is None:
        raise ApiError(40003)
    return {"subscribe": int(phone.following), "openid": phone.owner.openid, "language": "zh_CN"}


async def _addresses(_simulation: Simulation, _request: Request, _body: Body) -> Answer:
    return {"ip_list": ["127.0.0.1"]}
