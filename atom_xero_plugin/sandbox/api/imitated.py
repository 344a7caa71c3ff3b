"""What of Xero the sandbox imitates, and what it answers 404 for although Xero has it.

The table of docs/sandbox.md is printed from here: `python -m atom_xero_plugin.sandbox --imitated`.
Source of what Xero has: OpenAPI 16.1.0, developer.xero.com.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from atom_xero_plugin.sandbox.api.error_responses import not_found, not_imitated
from atom_xero_plugin.sandbox.api.resource import Resource

OTHER_APIS: Final = ("appstore", "bankfeeds.xro", "finance.xro", "payroll.xro")
"""The first part of the addresses of Xero's APIs of which nothing is imitated."""
FILES, NOTES = "Attachments", "History"
PARTS: Final = {
    "Accounts": (FILES,),
    "BankTransactions": (FILES, NOTES),
    "BankTransfers": (FILES, NOTES),
    "BatchPayments": (NOTES,),
    "BrandingThemes": ("PaymentServices",),
    "Budgets": (),
    "ContactGroups": ("Contacts",),
    "Contacts": (FILES, "CISSettings", NOTES),
    "CreditNotes": ("Allocations", FILES, NOTES),
    "Currencies": (),
    "Employees": (),
    "ExpenseClaims": (NOTES,),
    "InvoiceReminders": ("Settings",),
    "Invoices": (FILES, "Email", NOTES, "OnlineInvoice"),
    "Items": (NOTES,),
    "Journals": (),
    "LinkedTransactions": (),
    "ManualJournals": (FILES, NOTES),
    "Organisation": ("Actions", "CISSettings"),
    "Overpayments": ("Allocations", NOTES),
    "PaymentServices": (),
    "Payments": (NOTES,),
    "Prepayments": ("Allocations", NOTES),
    "PurchaseOrders": (FILES, NOTES),
    "Quotes": (FILES, NOTES),
    "Receipts": (FILES, NOTES),
    "RepeatingInvoices": (FILES, NOTES),
    "Setup": (),
    "TaxRates": (),
    "TrackingCategories": ("Options",),
    "Users": (),
}
"""Every resource of Xero's accounting API, and what it has below a record's own address."""
AS_PDF: Final = frozenset({"CreditNotes", "Invoices", "PurchaseOrders", "Quotes"})
"""The resources of which Xero gives a record as PDF."""


def check(path: str, resource: Resource | None, rest: Sequence[str], accept: str) -> None:
    """Raise the refusal for what is not imitated, or is nothing at all.

    Args:
        path: What was asked, below the address of the accounting API.
        resource: The imitated resource that the path begins with, or None.
        rest: The parts of the path after it.
        accept: The call's `Accept`.

    Raises:
        error_responses.Refused: 404; with the sandbox's own header if Xero has what was asked.
    """
    if resource is None:
        known = _known(path.split("/"))
        raise not_found() if known is None else not_imitated(known)
    part = next((word for word in rest[1:] or rest[:1] if word.lower() in _parts_of(resource)), None)
    if part is not None and part.lower() not in {each.lower() for each in resource.parts}:
        raise not_imitated(f"{resource.path}/{part}")
    if (
        "application/pdf" in accept and len(rest) <= 1 and not resource.pdf
    ):  # below are attachments, which may be of that type
        raise not_imitated(f"{resource.path} as application/pdf")


def _parts_of(resource: Resource) -> frozenset[str]:
    name = "Organisation" if resource.path == "Organisations" else resource.path
    return frozenset(part.lower() for part in PARTS.get(name, ()))


def _known(parts: Sequence[str]) -> str | None:
    first = parts[0].lower() if parts else ""
    if first == "reports":
        return "Reports"
    return next((name for name in PARTS if name.lower() == first), None)


def table(resources: Iterable[Resource]) -> str:
    """What is imitated and what is not, as a Markdown table, in order of the names."""
    rows = {
        name: (", ".join(_ways(resource)), ", ".join(_missing(resource)) or "nothing")
        for resource in resources
        if (name := resource.path) != "Organisations"
    }
    rows = dict.fromkeys(PARTS, ("nothing", "all")) | rows
    lines = [f"| {name} | {done} | {missing} |" for name, (done, missing) in sorted(rows.items())]
    return "\n".join(["| resource | imitated | not imitated |", "| --- | --- | --- |", *lines]) + "\n"


def _ways(resource: Resource) -> list[str]:
    named = {"GET": "read", "PUT": "create", "POST": "create or change", "DELETE": "delete"}
    ways = [f"{words} ({method})" for method, words in named.items() if resource.handler(method) is not None]
    return [*ways, *sorted(resource.parts), *(["PDF"] if resource.pdf else [])]


def _missing(resource: Resource) -> list[str]:
    done = {part.lower() for part in resource.parts}
    missing = [part for part in PARTS.get(resource.path, ()) if part.lower() not in done]
    return [*missing, "PDF"] if resource.path in AS_PDF and not resource.pdf else missing
