"""The answer within the callback: what the sender reads at once."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.wechat.content import carriable

#: Nothing is shown and WeChat does not try again.
NOTHING = "success"


@dataclass(frozen=True, slots=True)
class Answer:
    """A body and its media type."""

    body: str
    media_type: str


@dataclass(frozen=True, slots=True)
class PassiveText:
    """A text to `recipient` (openid) from `account` (its original id), at `created` epoch seconds."""

    recipient: str
    account: str
    created: int
    content: str

    def as_xml(self) -> str:
        """The message in XML; the content cut to what WeChat takes."""
        return (
            f"<xml><ToUserName>{_cdata(self.recipient)}</ToUserName>"
            f"<FromUserName>{_cdata(self.account)}</FromUserName>"
            f"<CreateTime>{self.created}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content>{_cdata(carriable(self.content))}</Content></xml>"
        )

    def as_json(self) -> str:
        """The message in JSON; the content cut to what WeChat takes."""
        return json.dumps(
            {
                "ToUserName": self.recipient,
                "FromUserName": self.account,
                "CreateTime": self.created,
                "MsgType": "text",
                "Content": carriable(self.content),
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True, slots=True)
class SealedText:
    """A ciphertext with its signature."""

    ciphertext: str
    signature: str
    timestamp: str
    nonce: str

    def as_xml(self) -> str:
        """The envelope in XML."""
        return (
            f"<xml><Encrypt><![CDATA[{self.ciphertext}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.signature}]]></MsgSignature>"
            f"<TimeStamp>{self.timestamp}</TimeStamp><Nonce><![CDATA[{self.nonce}]]></Nonce></xml>"
        )

    def as_json(self) -> str:
        """The envelope in JSON."""
        return json.dumps(
            {
                "Encrypt": self.ciphertext,
                "MsgSignature": self.signature,
                "TimeStamp": int(self.timestamp),
                "Nonce": self.nonce,
            }
        )


def _cdata(text: str) -> str:
    """A CDATA section; `]]>` is split over two, or a resident's own text could write our XML."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
