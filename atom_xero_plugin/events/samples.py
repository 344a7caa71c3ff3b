"""A trigger's sample: an event made as a real one is, from the change that the trigger's file declares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from atom_xero_plugin.catalogue.context import Caller, Context, Organisation
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.events.detection import Event, TriggerMatch, event_of
from atom_xero_plugin.sync.dependencies import BACKGROUND
from atom_xero_plugin.sync.resources import KINDS
from atom_xero_plugin.xero.decoding.base import decode_one

TODAY: Final = date(2026, 6, 16)
_CONTACT: Final = {"ContactID": "5f2d8f0e-71b1-4f4e-9d65-0c1a4b7e2d10", "Name": "Karori Veterinary Clinic"}
_ACCOUNT: Final = {"AccountID": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "Code": "090", "Name": "Business Account"}
_INVOICE: Final = {
    "Type": "ACCREC",
    "InvoiceID": "b7c9a2de-3f64-4c1d-8a5b-2e9d6f0c1a34",
    "InvoiceNumber": "INV-0151",
    "Reference": "Poster design",
    "Contact": _CONTACT,
    "DateString": "2026-06-02T00:00:00",
    "DueDateString": "2026-06-16T00:00:00",
    "Status": "AUTHORISED",
    "LineAmountTypes": "Exclusive",
    "CurrencyCode": "NZD",
    "SubTotal": "300.00",
    "TotalTax": "45.00",
    "Total": "345.00",
    "AmountDue": "345.00",
    "AmountPaid": "0.00",
    "AmountCredited": "0.00",
}
RECORDS: Final[dict[str, dict[str, Any]]] = {
    "Invoices": _INVOICE,
    "Contacts": {
        **_CONTACT,
        "ContactStatus": "ACTIVE",
        "EmailAddress": "accounts@karorivet.example",
        "IsCustomer": True,
    },
    "Payments": {
        "PaymentID": "d4e5f6a7-b8c9-4d0e-9f1a-2b3c4d5e6f70",
        "DateString": "2026-06-15T00:00:00",
        "Amount": "345.00",
        "Status": "AUTHORISED",
        "PaymentType": "ACCRECPAYMENT",
        "Account": _ACCOUNT,
        "Invoice": _INVOICE,
    },
    "BankTransactions": {
        "BankTransactionID": "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b",
        "Type": "SPEND",
        "Status": "AUTHORISED",
        "Contact": _CONTACT,
        "BankAccount": _ACCOUNT,
        "DateString": "2026-06-15T00:00:00",
        "CurrencyCode": "NZD",
        "Total": "57.50",
    },
    "Connections": {
        "ConnectionID": "c0ffee00-0000-4000-8000-000000000001",
        "Organisation": "Harbour Street Studio Limited",
        "State": "connected",
    },
    "Limits": {"TenantID": "3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913", "Day": "2026-06-16", "Remaining": 2000},
}
"""One ordinary record of everything that is watched."""
_ORGANISATION: Final = Organisation(
    id="3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913",
    name="Harbour Street Studio Limited",
    base_currency="NZD",
    timezone="NEWZEALANDSTANDARDTIME",
    year_end_month=3,
    year_end_day=31,
    country="NZ",
    short_code="!hst01",
    lock_date=None,
)


class _SampleClock(SystemClock):
    def now(self) -> datetime:
        return datetime(2026, 6, 15, 20, 30, tzinfo=UTC)


def sample_change(trigger: Trigger) -> Change[Any]:
    """The change of the sample; the trigger must say of it that it is its event."""
    stamp = {} if trigger.resource in {"Connections", "Limits"} else {"UpdatedDateUTC": "/Date(1781555400000+0000)/"}
    kind, ordinary = KINDS[trigger.resource], RECORDS[trigger.resource]

    def record(special: Mapping[str, Any]) -> Any:
        return decode_one(kind, {**ordinary, **special, **stamp})

    new = record(trigger.after)
    if trigger.daily:
        return Change(new, new, TODAY, checked_on=date(2026, 6, 15))
    return Change(None if trigger.before is None else record(trigger.before), new, TODAY)


def sample_event(trigger: Trigger) -> Event:
    """The event of the sample."""
    caller = Caller("default", BACKGROUND, "workflow")
    context = Context(caller, _SampleClock(), [], _ORGANISATION)
    at = _SampleClock().now()
    match = TriggerMatch(trigger, sample_change(trigger), at.isoformat(), at, ())
    return event_of(context, match, source="sweep" if trigger.daily else "poll")
