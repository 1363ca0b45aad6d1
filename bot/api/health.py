"""Whether the process lives, whether it can work, and what it has counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from storage.errors import StorageError
from storage.unit_of_work import Store


class StoreGauges(Collector):
    """How many letters and files stand in each state, read when asked. Nothing is shown while the store is down."""

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self._store = store

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """A gauge of letters and one of files, with a sample for each state."""
        try:
            letters, files = self._store.read(lambda unit: (unit.outbox.counts(), unit.media.counts()))
        except StorageError:
            return
        yield _by_state("linli_outbox_letters", "Letters by state", letters)
        yield _by_state("linli_media_files", "Photos and recordings by state", files)


def _by_state(name: str, what: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, what, labels=["state"])
    for state, count in counts.items():
        gauge.add_metric([state], count)
    return gauge


def health_routes(
    ping: Callable[[], Mapping[str, bool]], registry: CollectorRegistry, store: Store
) -> list[Route]:
    """`/healthz` (the process lives), `/readyz` (store and rules are ready, else 503), `/metrics` (Prometheus)."""
    registry.register(StoreGauges(store))

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        parts = await run_in_threadpool(ping)
        return JSONResponse(dict(parts), status_code=200 if all(parts.values()) else 503)

    async def metrics(_request: Request) -> Response:
        body = await run_in_threadpool(generate_latest, registry)
        return Response(body, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
