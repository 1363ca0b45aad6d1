"""(c) The straightforward build of the same job, the way the same libraries are put together everywhere.

A typed FastAPI route, wechatpy, jieba's tokens intersected with rule words, rapidfuzz WRatio over the
compounds' names, the async ORM over aiosqlite (WAL, synchronous=FULL): message, case, event and outbox row
in one transaction, then the encrypted reply. Kept deliberately plain; it is a reference, not a product.
"""

from __future__ import annotations

import csv
import os
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import jieba
from fastapi import FastAPI, Request, Response
from rapidfuzz import fuzz, process
from sqlalchemy import ForeignKey, event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto

RULES = {
    "parking": "停车 乱停 车位 堵车 私家车 占道 地锁 车库 挪车 消防通道",
    "charging": "飞线 充电 电动车 充电桩 电瓶车 电池",
    "noise": "吵 噪音 唱歌 扰民 装修 半夜 音响 广场舞 睡不着",
    "sanitation": "垃圾 臭 垃圾桶 清扫 脏 卫生 蟑螂 老鼠 油烟",
    "water": "漏水 下水道 堵了 污水 停水 水管 渗水 积水",
    "lift": "电梯 困人 上不去楼 停运 按键",
    "lighting": "路灯 不亮 黑 照明 灯坏",
    "corridor": "楼道 杂物 堆满 纸箱 消防栓 堆放",
    "security": "门禁 小偷 保安 监控 陌生人 单元门",
    "fees": "物业费 涨价 公示 账目 公开 收费 停车费 维修基金",
    "pets": "狗 遛狗 牵绳 咬 狗叫 猫 宠物",
    "gas": "煤气 燃气 泄漏 煤气味 气管",
    "greening": "树 绿化 草坪 修剪 枯枝",
    "eldercare": "老人 独居 助餐 轮椅 残疾",
    "illegal_building": "违建 搭建 加盖 私搭",
}
BUILDING = re.compile(r"(\d+)(?:号楼|栋|幢|座)")
MIN_SCORE = 60


class Row(DeclarativeBase):
    """Tables of this build."""


class MessageRow(Row):
    __tablename__ = "message"
    id: Mapped[int] = mapped_column(primary_key=True)
    wechat_id: Mapped[int] = mapped_column(unique=True)
    sender: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    received_at: Mapped[datetime]


class CaseRow(Row):
    __tablename__ = "case"
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    category: Mapped[str] = mapped_column(index=True)
    compound: Mapped[str] = mapped_column(index=True)
    building: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)


class EventRow(Row):
    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    action: Mapped[str]
    at: Mapped[datetime]


class OutboxRow(Row):
    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    to: Mapped[str]
    text: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)
    sent: Mapped[bool] = mapped_column(default=False)


def compounds(places: Path) -> list[str]:
    """Names of the compounds in places.csv."""
    with places.open(encoding="utf-8", newline="") as rows:
        return [row["name"] for row in csv.DictReader(rows) if row["kind"] == "compound"]


def categorise(text: str) -> str:
    """The category with most rule words among jieba's tokens, "other" when none is there."""
    tokens = set(jieba.lcut(text))
    hits = {category: len(tokens & set(words.split())) for category, words in RULES.items()}
    best = max(hits, key=lambda category: hits[category])
    return best if hits[best] else "other"


def create_app() -> FastAPI:
    """The build as an ASGI app; BENCH_FOLDER holds places.csv and gets the database."""
    folder = Path(os.environ["BENCH_FOLDER"])
    names = compounds(folder / "places.csv")
    crypto = WeChatCrypto(
        os.environ["LINLI_WECHAT__TOKEN"],
        os.environ["LINLI_WECHAT__ENCODING_AES_KEY"],
        os.environ["LINLI_WECHAT__APP_ID"],
    )
    engine = create_async_engine(f"sqlite+aiosqlite:///{folder / 'straightforward.db'}")
    new_session = async_sessionmaker(engine, expire_on_commit=False)

    @event.listens_for(engine.sync_engine, "connect")
    def pragmas(connection: sqlite3.Connection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.close()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        jieba.initialize()
        async with engine.begin() as connection:
            await connection.run_sync(Row.metadata.create_all)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post("/wechat")
    async def wechat(request: Request, msg_signature: str, timestamp: str, nonce: str) -> Response:
        message = parse_message(crypto.decrypt_message(await request.body(), msg_signature, timestamp, nonce))
        text = message.content
        category = categorise(text)
        found = process.extractOne(text, names, scorer=fuzz.WRatio, score_cutoff=MIN_SCORE)
        compound = found[0] if found else ""
        building = BUILDING.search(text)
        now = datetime.now(UTC)
        async with new_session() as session, session.begin():
            row = MessageRow(wechat_id=message.id, sender=message.source, text=text, received_at=now)
            session.add(row)
            await session.flush()
            case = CaseRow(
                message_id=row.id,
                category=category,
                compound=compound,
                building=building[1] if building else "",
                state="awaiting_signin",
            )
            session.add(case)
            await session.flush()
            session.add(EventRow(case_id=case.id, action="dispatch", at=now))
            session.add(OutboxRow(case_id=case.id, to=compound, text=f"新工单 #{case.id}", due_at=now))
            number = case.id
        words = f"已收到，工单 #{number}：{compound}，{category}，已派给物业，会尽快跟您联系。"
        sealed = crypto.encrypt_message(create_reply(words, message).render(), nonce, timestamp)
        return Response(sealed, media_type="application/xml")

    return app
