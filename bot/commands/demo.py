"""The demo: an invented account with its own secrets, and a neighbourhood of real places and invented people."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

from bot.commands.demo_calendar import load_calendar
from bot.desk.roster import (
    import_people,
    import_places,
    import_recipients,
    import_resources,
    import_rotas,
    import_services,
    import_stations,
    import_teams,
    import_volunteers,
)
from bot.pages.key import data_folder
from bot.settings import Settings, WeChatSettings
from storage.unit_of_work import Store

_ACCOUNT_FILE = "demo-account.json"
_SIMULATED_API = "/simulator/api"


def with_demo_account(settings: Settings) -> Settings:
    """The settings with the simulator on and whatever the account lacks filled in.

    What is set stays. Nights are not quiet: whoever tries the demo out at midnight wants to see what comes.
    The secrets are made once and kept beside the database, so that a restart finds them.
    """
    own = f"http://127.0.0.1:{settings.server.port}"
    wechat = settings.wechat.model_dump()
    for key, value in _account(settings).items():
        wechat[key] = wechat[key] or value
    if settings.wechat.api_base_url == WeChatSettings.model_fields["api_base_url"].default:
        wechat["api_base_url"] = f"{own}{_SIMULATED_API}"
    desk = settings.desk
    if "quiet_nights" not in desk.model_fields_set:
        desk = desk.model_copy(update={"quiet_nights": False})
    return settings.model_copy(
        update={
            "desk": desk,
            "wechat": WeChatSettings.model_validate(wechat),
            "server": settings.server.model_copy(update={"public_url": settings.server.public_url or own}),
            "simulator": settings.simulator.model_copy(update={"enabled": True}),
        }
    )


def _account(settings: Settings) -> dict[str, Any]:
    path = data_folder(settings) / _ACCOUNT_FILE
    if path.is_file():
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    made = {
        "app_id": f"wx{secrets.token_hex(8)}",
        "app_secret": secrets.token_hex(16),
        "token": secrets.token_hex(16),
        "encoding_aes_key": base64.b64encode(secrets.token_bytes(32)).decode().rstrip("="),
        "template_id": "linli-demo-task",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(made), encoding="utf-8")
    return made


def load_demo(store: Store) -> None:
    """The demo neighbourhood; a store that has it already, or other places, is left as it is."""
    if store.read(lambda unit: bool(unit.places.nodes())):
        return
    with as_file(files("bot").joinpath("demo")) as folder:
        import_places(store, folder / "places.csv", dry_run=False)
        import_people(store, folder / "people.csv", dry_run=False)
        import_volunteers(store, folder / "volunteers.csv", dry_run=False)
        import_rotas(store, folder / "rotas.csv", dry_run=False)
        import_teams(store, folder / "teams.csv", dry_run=False)
        import_stations(store, folder / "stations.csv", dry_run=False)
        import_recipients(store, folder / "recipients.csv", dry_run=False)
        import_services(store, folder / "services.csv", dry_run=False)
        import_resources(store, folder / "resources.csv", dry_run=False)
    load_calendar(store, datetime.now(UTC))
