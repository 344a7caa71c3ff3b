"""What a person should know of suppliers before they are paid: a first payment, bank details that changed lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from atom_xero_plugin.accounting.noted_changes import NotedChanges
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.core.periods import today_in
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.xero.endpoint import LARGEST_PAGE
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter

LATELY: Final = timedelta(days=60)
"""How long ago a change of bank details is still worth a look."""
BANK_DETAILS: Final = "bank_details"
"""What the change is noted as."""


def bank_details(contact: Contact) -> tuple[str | None, ...]:
    """Where a contact is paid, whatever of it Xero has."""
    batch = contact.batch_payments
    named = (batch.bank_account_number, batch.bank_account_name) if batch else (None, None)
    return tuple(each or None for each in (contact.bank_account_details, *named))


async def supplier_warnings(ctx: Context, invoices: Sequence[Invoice]) -> list[PlanWarning]:
    """Warnings about the suppliers of bills that are to be paid; none for sales invoices.

    It asks Xero once for up to as many suppliers as one request takes, and not for those who were paid on these bills.
    """
    bills = [each for each in invoices if each.is_bill and each.contact is not None and each.contact.contact_id]
    suppliers = {each.contact.contact_id: each.contact for each in bills if each.contact is not None}
    if not suppliers:
        return []
    return [*await _first_payments(ctx, bills, suppliers), *await _changed_details(ctx, suppliers)]


async def _first_payments(ctx: Context, bills: Sequence[Invoice], suppliers: dict[str, Contact]) -> list[PlanWarning]:
    unproven = set(suppliers) - _paid(bills)
    if not unproven:
        return []
    requested = InvoiceFilter(
        kind="bill", contact_ids=sorted(unproven), statuses=("PAID", "AUTHORISED"), summary_only=True
    )
    for part in requested.chunks():
        page = await if_answered(list_of(ctx.xero, INVOICES, part, page_size=LARGEST_PAGE))
        unproven -= _paid(page.items) if page is not None else set()
        if unproven & set(part.contact_ids) and (page is None or page.has_more):
            words = "Whether each supplier was ever paid before could not be looked up."
            return [PlanWarning("first_payment_unknown", words)]
    return [
        PlanWarning("first_payment", f"No bill of {in_sentence(suppliers[each].name)} was paid before: check its bank "
                    "details.")
        for each in sorted(unproven)
    ]  # fmt: skip


def _paid(bills: Sequence[Invoice]) -> set[str]:
    """Contacts that something was paid to on these."""
    return {each.contact.contact_id for each in bills if each.contact is not None and amount_or(each.amount_paid) > 0}


async def _changed_details(ctx: Context, suppliers: dict[str, Contact]) -> list[PlanWarning]:
    since = ctx.clock.now() - LATELY
    noted = await ctx.services.get(NotedChanges).latest(ctx.organisation.id, BANK_DETAILS, list(suppliers), since)
    return [
        PlanWarning(
            "bank_details_changed",
            f"The bank details of {in_sentence(suppliers[each].name)} changed; that was seen on "
            f"{today_in(ctx.organisation.timezone, at)}. Ask the "
            "supplier, by another way than the message it came in.",
        )
        for each, at in sorted(noted.items())
    ]
