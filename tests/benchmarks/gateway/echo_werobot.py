"""(b) WeRoBot's echo: encryption on, session off, served by waitress with 8 threads."""

from __future__ import annotations

import os
import sys

import bottle
import waitress
from werobot import WeRoBot
from werobot.contrib.bottle import make_view


def create_app() -> bottle.Bottle:
    """The echo as a WSGI app."""
    robot = WeRoBot(enable_session=False)
    robot.config["TOKEN"] = os.environ["LINLI_WECHAT__TOKEN"]
    robot.config["APP_ID"] = os.environ["LINLI_WECHAT__APP_ID"]
    robot.config["ENCODING_AES_KEY"] = os.environ["LINLI_WECHAT__ENCODING_AES_KEY"]

    @robot.text
    def echo(message):
        return message.content

    app = bottle.Bottle()
    app.route("/wechat", ["GET", "POST"], make_view(robot))
    return app


if __name__ == "__main__":
    waitress.serve(create_app(), host="127.0.0.1", port=int(sys.argv[1]), threads=8, connection_limit=200)
