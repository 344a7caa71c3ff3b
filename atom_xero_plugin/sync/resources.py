"""What is heard of Xero, and how it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from atom_xero_plugin.store.poll_streams import CHANGES, DAILY_CHECK, FULL_RESYNC, Stream
from atom_xero_plugin.sync.watched import ConnectionRecord, LimitRecord
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.payments import Payment


@dataclass(frozen=True)
class Resource:
    """One of Xero's lists that is heard by its changes."""

    record: type[XeroRecord]
    scope: str
    """The granular scope that reading it needs."""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """Xero's plural."""
        return self.record.PLURAL


RESOURCES: Final[dict[str, Resource]] = {
    each.name: each
    for each in (
        Resource(Contact, "accounting.contacts.read", (("includeArchived", "true"),)),
        Resource(Invoice, "accounting.invoices.read"),
        Resource(Payment, "accounting.payments.read"),
        Resource(BankTransaction, "accounting.banktransactions.read"),
    )
}
"""Contacts first: what names them comes after. Archived contacts are told only where they are asked for."""
STREAMS: Final = (
    *(Stream(CHANGES, name) for name in RESOURCES),
    Stream(DAILY_CHECK),
    *(Stream(FULL_RESYNC, name) for name in RESOURCES),
)
"""In the order in which those of one organisation are polled when all are due."""
KINDS: Final[dict[str, type[XeroRecord]]] = {
    **{name: resource.record for name, resource in RESOURCES.items()},
    "Connections": ConnectionRecord,
    "Limits": LimitRecord,
}
"""The record of everything that a trigger can watch."""
