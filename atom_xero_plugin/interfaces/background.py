"""What goes on next to an interface: Xero is synced, and the plugins of the group `atom` are reported."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.dispatch.notifications import notifying_of_connections
from atom_xero_plugin.host import Host
from atom_xero_plugin.jobs.local import running


@asynccontextmanager
async def background(runtime: App, registry: Registry) -> AsyncIterator[None]:
    """Start every plugin; sync Xero, keep logins alive, hand events and notifications over while the block lasts.

    At its end what is under way is finished, and the plugins are shut down, whatever ended it.
    """
    plugins = Host()
    plugins.load()
    try:
        await plugins.start()
        async with running(runtime, registry, plugins.deliver), notifying_of_connections(runtime, plugins.notify):
            yield
    finally:
        await plugins.stop()
