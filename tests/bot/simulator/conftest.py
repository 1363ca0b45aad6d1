"""A running product with its simulator, and a client of the simulator."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpx
import pytest

from tests.bot.simulator.product import ACCOUNT, Host, Product


@pytest.fixture
def product() -> Product:
    """Set what it answers before the first message."""
    return Product()


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    opened = Host()
    yield opened
    opened.close()


@pytest.fixture
def address(host: Host, product: Product) -> Iterator[str]:
    with host.running(product) as url:
        yield url


@pytest.fixture
def simulator(address: str) -> Iterator[httpx.Client]:
    """Paths are below /simulator."""
    plain = httpx.HTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))  # no certificates to load
    with httpx.Client(base_url=f"{address}/simulator/", transport=plain, timeout=20) as client:
        yield client


@pytest.fixture
def token(simulator: httpx.Client) -> str:
    body = {"grant_type": "client_credential", "appid": ACCOUNT.app_id, "secret": ACCOUNT.app_secret}
    token: str = simulator.post("api/cgi-bin/stable_token", json=body).json()["access_token"]
    return token
