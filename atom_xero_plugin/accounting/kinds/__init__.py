"""The list of kinds, and how one is found by its name, its list or its record. A file is loaded when its kind is used.

A new kind is one line here: its name, and the file in this folder that declares it, as its name in capitals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:  # whoever asks for names alone, such as a help text, loads nothing
    from atom_xero_plugin.accounting.kind import RecordKind
    from atom_xero_plugin.xero.decoding.base import XeroRecord
    from atom_xero_plugin.xero.endpoint import Endpoint

SYNCED: Final[Mapping[str, str]] = {
    "contact": "contacts",
    "invoice": "invoices",
    "bill": "invoices",
    "quote": "quotes",
    "purchase_order": "purchase_orders",
    "credit_note": "credit_notes",
    "payment": "payments",
    "batch_payment": "batch_payments",
    "bank_transaction": "bank_transactions",
    "prepayment": "prepayments",
    "overpayment": "overpayments",
    "manual_journal": "manual_journals",
}
"""Kept in the local copy, searched and watched by triggers. They are synced, and equals are shown, in this order."""
READ: Final[Mapping[str, str]] = {
    "bank_transfer": "bank_transfers",
    "account": "accounts",
    "item": "items",
    "tax_rate": "tax_rates",
    "tracking_category": "tracking_categories",
    "repeating_invoice": "repeating_invoices",
    "contact_group": "contact_groups",
    "currency": "currencies",
    "organisation": "organisation",
    "branding_theme": "branding_themes",
    "budget": "budgets",
    "user": "users",
    "linked_transaction": "linked_transactions",
    "payment_service": "payment_services",
    "receipt": "receipts",
    "expense_claim": "expense_claims",
    "project": "projects",
    "project_task": "project_tasks",
    "time_entry": "time_entries",
    "journal": "journals",
    "asset": "assets",
    "asset_type": "asset_types",
    "note": "history",
    "attachment": "attachments",
    "file": "files",
    "file_folder": "file_folders",
    "file_link": "file_links",
}
"""Read when they are needed."""
INTERNAL: Final[Mapping[str, str]] = {"connection": "internal", "limit": "internal"}
"""Our own, watched by triggers."""
KINDS: Final[Mapping[str, str]] = {**SYNCED, **READ, **INTERNAL}


@cache
def kind_by_name(name: str) -> RecordKind[Any]:
    """The kind of that name. Raises KeyError."""
    found: RecordKind[Any] = getattr(import_module(f"{__name__}.{KINDS[name]}"), name.upper())
    return found


@cache
def every_kind() -> tuple[RecordKind[Any], ...]:
    """All of them, in the order of the list."""
    return tuple(kind_by_name(name) for name in KINDS)


@cache
def kinds_in(list_name: str) -> tuple[RecordKind[Any], ...]:
    """The kinds whose records are in a list of that name, such as `Invoices`. The first names the list's events."""
    return tuple(kind for kind in every_kind() if kind.list_name == list_name)


def kind_of(record: XeroRecord) -> RecordKind[Any] | None:
    """The kind that a record is of; None for what is of none."""
    for kind in kinds_in(record.PLURAL):
        if kind.distinguished_by(record):
            return kind
    return None


def watched(list_name: str) -> RecordKind[Any]:
    """The kind that names the events of a list. Raises KeyError for a list that there is not."""
    found = kinds_in(list_name)
    if not found:
        raise KeyError(list_name)
    return found[0]


@cache
def synced() -> Mapping[str, Endpoint[Any]]:
    """The resources that are kept in the local copy, by name, in the order in which they are synced."""
    return {kind_by_name(name).list_name: endpoint_of(name) for name in SYNCED}


def endpoint_of(name: str) -> Endpoint[Any]:
    """Where the records of a kind are in Xero. Raises KeyError for a kind that Xero does not have."""
    if name in INTERNAL:
        raise KeyError(name)
    return cast("Endpoint[Any]", kind_by_name(name).endpoint)


def plural_of(name: str) -> str:
    """The name of several of a kind: `tracking_categories` of `tracking_category`."""
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"


def plural_names(names: Iterable[str]) -> str:
    """Kinds as a sentence has them: `contacts, invoices and bank transactions`."""
    return _joined([plural_of(name).replace("_", " ") for name in names], "and")


def either(names: Iterable[str]) -> str:
    """Names of kinds to choose from: `contact, invoice or bank_transaction`."""
    return _joined(list(names), "or")


def _joined(words: list[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
