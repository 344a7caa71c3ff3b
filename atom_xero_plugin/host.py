"""A small pluggy host: loads every plugin of the entry-point group and keeps a broken one from harming the others."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import pluggy

from atom_xero_plugin.hookspecs import PROJECT, CallContext, HookSpecs, SkillOffer

log = logging.getLogger(__name__)
REMEMBERED: Final = 10_000
"""Faults, and events that some plugin did not take, of which the host knows: the newest."""


@dataclass(frozen=True)
class Fault:
    """What a plugin failed at."""

    plugin: str
    hook: str
    reason: str


class DeliveryFailed(Exception):
    """Some plugins did not take an event."""


class Host:
    """Runs plugins side by side. Use: `host = Host(); host.load(); await host.start()`."""

    def __init__(self) -> None:
        """Begin without plugins."""
        self.plugins = pluggy.PluginManager(PROJECT)
        self.plugins.add_hookspecs(HookSpecs)
        self.faults: list[Fault] = []
        self.skills: dict[str, SkillOffer] = {}
        self._taken: OrderedDict[str, set[str]] = OrderedDict()

    def load(self, found: Iterable[EntryPoint] | None = None) -> None:
        """Load every plugin of the entry-point group `atom`; one that cannot be loaded is noted and left out."""
        for entry in entry_points(group=PROJECT) if found is None else found:
            try:
                self.plugins.register(entry.load(), name=entry.name)
            except Exception as error:  # noqa: BLE001 - a guest may fail in any way
                self._note(entry.name, "load", error)

    def register(self, plugin: object, name: str) -> None:
        """Add a plugin that is at hand, without an entry point."""
        self.plugins.register(plugin, name=name)

    async def start(self) -> None:
        """Start every plugin and gather what they offer; the first to offer a name keeps it."""
        await self.ask("atom_startup", host=self)
        for name, offers in (await self.ask("atom_skills")).items():
            for offer in offers:
                if self.skills.setdefault(offer.name, offer) is not offer:
                    self._note(name, "atom_skills", ValueError(f"the skill name {offer.name} is taken"))

    async def ask(self, hook: str, **arguments: Any) -> dict[str, Any]:
        """Call a hook of each plugin by itself and give the answers by plugin; one that raises falls alone."""
        answers: dict[str, Any] = {}
        for name, plugin in self.plugins.list_name_plugin():
            try:
                for answer in self._caller(hook, plugin)(**arguments):
                    answers[name] = await answer if inspect.isawaitable(answer) else answer
            except Exception as error:  # noqa: BLE001 - a guest may fail in any way
                self._note(name, hook, error)
        return answers

    async def call(self, skill: str, arguments: Mapping[str, Any], context: CallContext) -> dict[str, Any]:
        """Call a skill of whichever plugin offers it. Raises KeyError for a name nobody offers."""
        return await self.skills[skill].call(arguments, context)

    def send_event(self, event: Mapping[str, Any]) -> None:
        """Notify every plugin of an event; one that raises falls alone."""
        self._notify("atom_event", event=event)

    def notify(self, notice: Mapping[str, Any]) -> None:
        """Notify every plugin what a person should know; one that raises falls alone."""
        self._notify("atom_notify", notice=notice)

    async def deliver(self, event: Mapping[str, Any]) -> None:
        """Hand an event over, so that who failed at it gets it again. Raises DeliveryFailed, with why.

        Those that took it do not get it again with them, as far as this process remembers: after its end delivery is
        at least once, with the same id.
        """
        key = str(event["id"])
        failed = self._notify("atom_event", but=self._taken.pop(key, set()), event=event)
        if failed:
            self._taken[key] = {name for name, _ in self.plugins.list_name_plugin()} - failed.keys()
            while len(self._taken) > REMEMBERED:
                self._taken.popitem(last=False)
            raise DeliveryFailed("; ".join(f"{name}: {reason}" for name, reason in failed.items()))

    async def work(self) -> None:
        """Run every plugin's background work side by side until cancelled; one that raises falls alone."""
        async with asyncio.TaskGroup() as group:
            for name, plugin in self.plugins.list_name_plugin():
                group.create_task(self._work_of(name, plugin))

    async def _work_of(self, name: str, plugin: object) -> None:
        try:
            for work in self._caller("atom_work", plugin)():
                await work
        except Exception as error:  # noqa: BLE001 - a guest may fail in any way
            self._note(name, "atom_work", error)

    def _caller(self, hook: str, plugin: object) -> pluggy.HookCaller:
        """The hook of one plugin alone."""
        others = [each for _, each in self.plugins.list_name_plugin() if each is not plugin]
        return self.plugins.subset_hook_caller(hook, remove_plugins=others)

    def _notify(self, hook: str, *, but: Iterable[str] = (), **reported: Mapping[str, Any]) -> dict[str, str]:
        """Those that failed, and why."""
        failed = {}
        for name, plugin in self.plugins.list_name_plugin():
            if name in but:
                continue
            try:
                self._caller(hook, plugin)(**reported)
            except Exception as error:  # noqa: BLE001 - a guest may fail in any way
                failed[name] = self._note(name, hook, error)
        return failed

    async def stop(self) -> None:
        """Shut every plugin down."""
        await self.ask("atom_shutdown")

    def _note(self, plugin: str, hook: str, error: Exception) -> str:
        reason = f"{type(error).__name__}: {error}"
        log.error("plugin %s failed in %s: %s", plugin, hook, reason)
        self.faults.append(Fault(plugin, hook, reason))
        del self.faults[:-REMEMBERED]
        return reason
