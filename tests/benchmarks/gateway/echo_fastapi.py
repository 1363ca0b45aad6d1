"""(a) A bare echo: FastAPI with wechatpy in safe mode, the few lines that tutorials show."""

from __future__ import annotations

import os

from fastapi import FastAPI, Request, Response
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto


def create_app() -> FastAPI:
    """The echo as an ASGI app."""
    app = FastAPI()
    crypto = WeChatCrypto(
        os.environ["LINLI_WECHAT__TOKEN"],
        os.environ["LINLI_WECHAT__ENCODING_AES_KEY"],
        os.environ["LINLI_WECHAT__APP_ID"],
    )

    @app.post("/wechat")
    async def wechat(request: Request, msg_signature: str, timestamp: str, nonce: str) -> Response:
        message = parse_message(crypto.decrypt_message(await request.body(), msg_signature, timestamp, nonce))
        reply = create_reply(message.content, message)
        sealed = crypto.encrypt_message(reply.render(), nonce, timestamp)
        return Response(sealed, media_type="application/xml")

    return app
