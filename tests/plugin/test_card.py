"""The plugin's card says the truth: ready, needs_setup or broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Broken
from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.host import Host
from atom_xero_plugin.plugin import XeroPlugin
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def _status(open_runtime: Callable[[], App], *, broken: bool = False) -> str:
    plugin, host = XeroPlugin(open_runtime), Host()
    if broken:
        plugin.registry._loaded[1].append(Broken("skills/torn.py", "SyntaxError"))
    host.register(plugin, "xero")
    card = (await host.ask("atom_integration"))["xero"]
    status: str = card.status
    return status


async def test_with_all_settings_it_is_ready(house: House) -> None:
    """Without a call to Xero."""
    calls = sum(house.sandbox.requests.counts.values())
    assert await _status(lambda: house.runtime) == "ready"
    assert sum(house.sandbox.requests.counts.values()) == calls


@pytest.mark.parametrize("values", [{"client_id": ""}, {"encryption_keys": ""}, {"encryption_keys": "short"}])
async def test_a_setting_that_lacks_needs_setup(house: House, values: dict[str, Any]) -> None:
    """The app's id, or a key that can be used."""
    settings = replace(house.runtime.settings, **values)
    assert await _status(lambda: App(settings)) == "needs_setup"


async def test_settings_that_cannot_be_read_need_setup(tmp_path: Path) -> None:
    """The card is shown all the same."""

    def invalid() -> App:
        raise FixSetup("XERO_APP_TYPE must be one of web, pkce, custom.")

    assert await _status(invalid) == "needs_setup"
    nothing = Settings(home=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    assert await _status(lambda: App(nothing)) == "needs_setup"


async def test_a_file_of_the_catalogue_that_is_broken_breaks_the_card(house: House) -> None:
    """Whatever the settings say."""
    assert await _status(lambda: house.runtime, broken=True) == "broken"
