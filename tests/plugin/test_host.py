"""A small host runs our plugin next to others, and a plugin that raises falls alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.app import App
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.hookspecs import CallContext, HookSpecs, SkillOffer, hookimpl
from atom_xero_plugin.host import Host
from atom_xero_plugin.plugin import XeroPlugin
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CONTEXT = CallContext(workspace_id="default", actor="ai:tester")


class Weather:
    """An example plugin of another maker."""

    def __init__(self) -> None:
        self.synced: list[Mapping[str, Any]] = []

    @hookimpl
    def atom_skills(self) -> Sequence[SkillOffer]:
        async def call(arguments: Mapping[str, Any], context: CallContext) -> dict[str, Any]:
            return {"success": True, "result": {"sky": "blue", "where": arguments["where"]}}

        return [SkillOffer("weather_show_sky", "Show sky", "Show the sky.", "read", {}, {}, call)]

    @hookimpl
    def atom_event(self, event: Mapping[str, Any]) -> None:
        self.synced.append(event)


class Wild:
    """A plugin that raises whatever it is asked."""

    @hookimpl
    def atom_skills(self) -> Sequence[SkillOffer]:
        raise RuntimeError("no skills today")

    @hookimpl
    def atom_event(self, event: Mapping[str, Any]) -> None:  # noqa: ARG002 - pluggy goes by the name
        raise ValueError("not listening")


async def test_two_plugins_serve_side_by_side(house: House) -> None:
    """Ours and an example plugin, in one list of skills."""
    host = Host()
    host.register(XeroPlugin(lambda: house.runtime), "xero")
    host.register(Weather(), "weather")
    await host.start()

    contacts = await host.call(
        "xero_find_contacts", {}, CallContext("default", "ai:x", organisation=house.organisation)
    )
    sky = await host.call("weather_show_sky", {"where": "here"}, CONTEXT)

    assert contacts["success"] is True
    assert sky["result"] == {"sky": "blue", "where": "here"}
    assert host.faults == []


async def test_a_plugin_that_raises_falls_alone() -> None:
    """The others' skills and events are not touched."""
    host, weather = Host(), Weather()
    host.register(Wild(), "wild")
    host.register(weather, "weather")
    await host.start()
    host.send_event({"type": "X"})

    assert list(host.skills) == ["weather_show_sky"]
    assert weather.synced == [{"type": "X"}]
    assert {(fault.plugin, fault.hook) for fault in host.faults} == {("wild", "atom_skills"), ("wild", "atom_event")}


async def test_a_plugin_that_always_raises_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest faults are kept, and no more."""
    monkeypatch.setattr("atom_xero_plugin.host.REMEMBERED", 3)
    host = Host()
    host.register(Wild(), "wild")
    await host.start()

    for _ in range(10):
        host.send_event({"type": "X"})

    assert [fault.hook for fault in host.faults] == ["atom_event"] * 3


async def test_a_plugin_that_cannot_be_loaded_is_noted() -> None:
    """Its entry point names a module that is not there."""
    host = Host()
    host.load(
        [
            EntryPoint("gone", "a_module_that_is_not_there", "atom"),
            EntryPoint("xero", "atom_xero_plugin.plugin:plugin", "atom"),
        ]
    )
    await host.start()

    assert [fault.plugin for fault in host.faults] == ["gone"]
    assert "xero_find_contacts" in host.skills


async def test_our_entry_point_is_found_by_the_installed_package() -> None:
    """A host that loads the group `atom` gets us."""
    host = Host()
    host.load()
    await host.start()

    assert "xero_create_invoice" in host.skills


async def test_an_ai_can_propose_but_not_approve(house: House) -> None:
    """Whatever rights a host hands over, a plan is approved by a person."""
    host = Host()
    host.register(XeroPlugin(lambda: house.runtime), "xero")
    await host.start()
    context = CallContext(
        "default", "ai:x", rights=frozenset({"read", "write", "approve"}), organisation=house.organisation
    )

    answer = await host.call("xero_create_contact", {"name": "Harbour Lights Ltd"}, context)

    assert answer["error"]["code"] == "approval_needed"
    assert answer["plan"]["state"] == "proposed"


async def test_health_is_honest(house: House) -> None:
    """A house in order is ok; every part is named."""
    host = Host()
    host.register(XeroPlugin(lambda: house.runtime), "xero")

    health = (await host.ask("atom_health"))["xero"]

    assert health.ok is True
    assert {"encryption_key", "database", "xero_app"} < set(health.parts)


async def test_the_card_lists_every_skill_and_its_status_is_honest(house: House, tmp_path: Path) -> None:
    """The host's list of services shows what we can do, and whether something must be set first."""
    host = Host()
    host.register(XeroPlugin(lambda: house.runtime), "xero")
    host.register(XeroPlugin(lambda: App(Settings(tmp_path, "sqlite+aiosqlite://"))), "unset")

    cards = await host.ask("atom_integration")

    card = cards["xero"]
    assert (card.name, card.category) == ("xero", "finance")
    assert list(card.capabilities) == [skill.host_name for skill in house.registry.skills]
    assert cards["unset"].status == "needs_setup"


def test_every_hook_is_documented_and_typed() -> None:
    """A hook without words or types is not a contract."""
    hooks = [getattr(HookSpecs, name) for name in vars(HookSpecs) if name.startswith("atom_")]

    assert len(hooks) == 12
    assert all(hook.__doc__ and "return" in hook.__annotations__ for hook in hooks)
