"""The composition root: what a process is made of, built once from the settings."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from bot.desk.delivery import STANDARD_KEYWORDS, Post
from bot.desk.desk import Desk
from bot.desk.knowledge import Library
from bot.desk.links import Links
from bot.desk.rulebook import publish_shipped
from bot.desk.sending import MediaSource
from bot.pages.key import page_key
from bot.settings import Settings
from bot.wechat.api import WeChatApi
from bot.wechat.media import Media, WeChatMedia
from bot.wechat.messenger import WeChatMessenger
from matching.deadline import WorkCalendar
from storage.engine import migrate
from storage.errors import StorageError
from storage.short_term import ShortTerm, open_short_term
from storage.unit_of_work import Store, open_store


def utc_now() -> datetime:
    """The moment, aware UTC: the only clock of the product."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Runtime:
    """One process's parts. `close` undoes everything in reverse."""

    settings: Settings
    store: Store
    memory: ShortTerm
    desk: Desk
    post: Post
    source: MediaSource
    api: WeChatApi
    registry: CollectorRegistry

    def ping(self) -> Mapping[str, bool]:
        """Whether the store and the rules are ready, by name. Raises nothing."""
        try:
            self.store.ping()
        except StorageError:
            return {"store": False, "rules": False}
        return {"store": True, "rules": self.desk.library.ready()}

    def close(self) -> None:
        """Finish what is under way and let go of connections."""
        self.api.close()
        self.store.close()
        self.memory.close()


def build_runtime(settings: Settings) -> Runtime:
    """The parts of a process, the database brought to the current schema, rules and names loaded.

    Raises `StoreUnavailable` when the database does not answer, `SettingsRefused` for a malformed key and when
    none can be kept that signs links.
    """
    migrate(settings.database.url)
    store = open_store(settings.database.url)
    publish_shipped(store, utc_now())
    memory = open_short_term(settings.redis.url)
    library = Library(settings.desk.timezone)
    store.read(lambda unit: library.current(unit, utc_now()))
    links = links_of(settings)
    desk = Desk(store, memory, library, WorkCalendar(settings.desk.timezone), utc_now, settings.desk, links)
    api = WeChatApi(settings.wechat, memory)
    post = Post(
        store=store,
        messenger=WeChatMessenger(api, lambda media_id: _kept(store, media_id)),
        clock=utc_now,
        zone=ZoneInfo(settings.desk.timezone),
        template_id=settings.wechat.template_id,
        keywords=settings.wechat.template_keywords or STANDARD_KEYWORDS,
        threads=settings.worker.threads,
        links=links,
        no_template=lambda: store.read(lambda unit: library.current(unit, utc_now())).customs.no_template,
    )
    # What is loaded stays: the collector need not walk 300,000 objects in the middle of a reply
    # (p99 at the full rate fell from 105 to 27 ms).
    gc.collect()
    gc.freeze()
    return Runtime(settings, store, memory, desk, post, WeChatMedia(api), api, CollectorRegistry())


def links_of(settings: Settings) -> Links:
    """What makes and reads links to the pages; without `server.public_url` none are made.

    Raises `SettingsRefused` when no key is set and none can be kept.
    """
    base = settings.server.public_url
    return Links(base, page_key(settings) if base else "", timedelta(hours=settings.server.link_hours))


def _kept(store: Store, media_id: str) -> Media | None:
    file = store.read(lambda unit: unit.media.kept(media_id))
    return Media(file.content, file.content_type) if file else None
