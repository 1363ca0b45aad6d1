"""A running product with its simulator, and a client of the simulator."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.bot.simulator.product import ACCOUNT, Product, running


@pytest.fixture
def product() -> Product:
    """Set what it answers before the first message."""
    return Product()


@pytest.fixture
def address(product: Product) -> Iterator[str]:
    with running(product) as url:
        yield url


@pytest.fixture
def simulator(address: str) -> Iterator[httpx.Client]:
    """Paths are below /simulator."""
    with httpx.Client(base_url=f"{address}/simulator/", trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def token(simulator: httpx.Client) -> str:
    body = {"grant_type": "client_credential", "appid": ACCOUNT.app_id, "secret": ACCOUNT.app_secret}
    token: str = simulator.post("api/cgi-bin/stable_token", json=body).json()["access_token"]
    return token
