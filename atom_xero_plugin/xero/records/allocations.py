"""Allocations: what of a credit note, prepayment or overpayment is set against which invoice or bill.

Source: OpenAPI 16.1.0, /CreditNotes/{CreditNoteID}/Allocations and its like. In JSON the amount is `Amount`: Xero reads
`AppliedAmount` as nothing (xero-node issue 239). It makes each allocation that it is sent, also one that is there.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict

import msgspec

from atom_xero_plugin.xero.body import checked
from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.invoices import Invoice, InvoiceRef
from atom_xero_plugin.xero.records.parts import XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write

_BELOW: Final = "Allocations"


class Allocation(XeroPart):
    """Part of a credit that is set against an invoice or bill."""

    allocation_id: Word | None = None
    amount: Decimal | None = None
    date: Day | None = None
    invoice: Invoice | None = None
    is_deleted: bool | None = None
    status_attribute_string: Word | None = None
    validation_errors: list[XeroMessage] | None = None


class AllocationBody(TypedDict, total=False):
    """An allocation to make."""

    Invoice: InvoiceRef
    Amount: Decimal
    Date: date


def allocate(endpoint: Endpoint[Any], record_id: str, *, invoice_id: str, amount: Decimal, day: date) -> Write:
    """Set part of a credit against an invoice or bill. Raises InvalidArguments for what is no GUID.

    One a request: what Xero keeps of several of which it refuses one is not documented.
    """
    below = allocate_below(invoice_id=invoice_id, amount=amount, day=day)
    return msgspec.structs.replace(below, path=_address(endpoint, record_id))


def allocate_below(*, invoice_id: str, amount: Decimal, day: date) -> Write:
    """The same of a credit whose address is put before the path. Raises InvalidArguments for what is no GUID."""
    invoice = checked_guid(invoice_id, "/invoice_id")
    sent = checked({"Invoice": {"InvoiceID": invoice}, "Amount": amount, "Date": day}, AllocationBody)
    return Write.of("PUT", _BELOW, {"Allocations": [sent]})


def unallocate(endpoint: Endpoint[Any], record_id: str, allocation_id: str) -> Write:
    """Take an allocation off a credit. Raises InvalidArguments for what is no GUID."""
    return Write.of("DELETE", f"{_address(endpoint, record_id)}/{checked_guid(allocation_id, '/allocation_id')}")


def _address(endpoint: Endpoint[Any], record_id: str) -> str:
    return f"{endpoint.path}/{checked_guid(record_id, f'/{endpoint.record.ID}')}/{_BELOW}"
