"""What the poller needs of the running program."""

from __future__ import annotations

from typing import Final, Protocol

from atom_xero_plugin.accounting.organisations import Organisations
from atom_xero_plugin.auth.connections import Connection, Connections
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.events.subscriptions import Subscriptions
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.sync.poll_schedule import Polls
from atom_xero_plugin.xero.client import Priority, XeroClient

BACKGROUND: Final = "plugin:poller"
"""Who asks, where nobody does."""


class SyncDependencies(Protocol):
    """The runtime, as far as syncing goes."""

    clock: Clock
    store: Store
    settings: Settings

    @property
    def connections(self) -> Connections:
        """The organisations."""
        ...

    @property
    def polls(self) -> Polls:
        """What is due."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """The triggers that are on."""
        ...

    @property
    def organisations(self) -> Organisations:
        """What dates, money and links depend on there."""
        ...

    def xero(self, connection: Connection, *, feature: str, priority: Priority = Priority.PERSON) -> XeroClient:
        """A client for one organisation."""
        ...
