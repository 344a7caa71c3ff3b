"""What is synced of Xero, and how it is asked for."""

from __future__ import annotations

from typing import Any, Final

from atom_xero_plugin.store.poll_streams import CHANGES, DAILY_CHECK, FULL_RESYNC, Stream
from atom_xero_plugin.sync.watched import ConnectionRecord, LimitRecord
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS
from atom_xero_plugin.xero.records.contacts import CONTACTS
from atom_xero_plugin.xero.records.invoices import INVOICES
from atom_xero_plugin.xero.records.payments import PAYMENTS

RESOURCES: Final[dict[str, Endpoint[Any]]] = {
    each.name: each for each in (CONTACTS, INVOICES, PAYMENTS, BANK_TRANSACTIONS)
}
"""Contacts first: what names them comes after."""
STREAMS: Final = (
    *(Stream(CHANGES, name) for name in RESOURCES),
    Stream(DAILY_CHECK),
    *(Stream(FULL_RESYNC, name) for name in RESOURCES),
)
"""In the order in which those of one organisation are polled when all are due."""
KINDS: Final[dict[str, type[XeroRecord]]] = {
    **{name: endpoint.record for name, endpoint in RESOURCES.items()},
    "Connections": ConnectionRecord,
    "Limits": LimitRecord,
}
"""The record of everything that a trigger can watch."""
