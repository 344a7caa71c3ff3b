"""The plan that e-mails many sales invoices, each by a step that stands by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from atom_xero_plugin.accounting.chosen_invoices import (
    LeftOut,
    counted,
    duration_warnings,
    left_out_warnings,
    listed_left,
    only_party,
    only_total,
    planned_row,
    refuse_empty,
)
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.invoice_emails import addresses, emailing, sendable_to
from atom_xero_plugin.accounting.kinds.invoices import named
from atom_xero_plugin.accounting.sums import sums_of
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import AskAgain, Conflict
from atom_xero_plugin.plans.proposal import AlreadyDone, PlanWarning, Proposal
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.contacts import CONTACTS
from atom_xero_plugin.xero.records.invoice_emails import DAILY
from atom_xero_plugin.xero.records.invoices import Invoice

MOST_CONTACTS: Final = 100
"""Customers of one plan: who gets an e-mail stands on each contact's own record alone, which is a call each."""
_MANY: Final = 20
"""E-mails a day that an organisation in its trial may send."""


class _Mail(NamedTuple):
    invoice: Invoice
    to: list[str]


async def plan_emails(ctx: Context, invoices: Sequence[Invoice], *, again: bool) -> Proposal | AlreadyDone:
    """The plan that e-mails those that Xero sends; the others are left out, each with its reason.

    With `again` also those that were sent, or marked as sent, before. Raises Conflict if none is to be sent.
    """
    left, waiting = list[LeftOut](), list[tuple[Invoice, str]]()
    for each in invoices:
        try:
            contact_id = sendable_to(each)
        except AskAgain as error:
            left.append(LeftOut(each, error.message))
            continue
        if each.sent_to_contact and not again:
            left.append(LeftOut(each, f"The {named(each)} was sent, or marked as sent, before."))
        else:
            waiting.append((each, contact_id))
    if invoices and all(each.sent_to_contact for each in invoices) and not again:
        return AlreadyDone(list(invoices))
    mails = await _addressed(ctx, waiting, left)
    if not mails:
        raise refuse_empty(left, "sent")
    return _proposal(ctx, mails, left)


async def _addressed(ctx: Context, waiting: Sequence[tuple[Invoice, str]], left: list[LeftOut]) -> list[_Mail]:
    """Who would get each; each contact is read once. Those of contacts without an address are left out."""
    contacts = list(dict.fromkeys(contact_id for _, contact_id in waiting))
    if len(contacts) > MOST_CONTACTS:
        raise Conflict(
            f"They are of {len(contacts)} customers, and one plan e-mails at most {MOST_CONTACTS}.",
            hint="Name fewer, or give more filters, and make several plans.",
        )
    to: dict[str, list[str] | str] = {}
    for contact_id in contacts:
        try:
            to[contact_id] = addresses(await get(ctx.xero, CONTACTS, contact_id))
        except AskAgain as error:
            to[contact_id] = error.message
    mails = []
    for invoice, contact_id in waiting:
        found = to[contact_id]
        if isinstance(found, str):
            left.append(LeftOut(invoice, f"{invoice.invoice_number or invoice.invoice_id}: {found}"))
        else:
            mails.append(_Mail(invoice, found))
    return mails


def _proposal(ctx: Context, mails: Sequence[_Mail], left: Sequence[LeftOut]) -> Proposal:
    invoices = [each.invoice for each in mails]
    everybody = list(dict.fromkeys(address for each in mails for address in each.to))
    sums = [snapshot(each) for each in sums_of(ctx, invoices)]
    without = f" {len(left)} more are left out." if len(left) > 1 else " 1 more is left out." if left else ""
    plural = "es" if len(everybody) > 1 else ""
    return Proposal(
        summary=f"E-mail {counted(ctx, invoices)} to {len(everybody)} address{plural}, one e-mail each.{without}",
        steps=[emailing(each.invoice, each.to) for each in mails],
        before={"sent": sum(bool(each.sent_to_contact) for each in invoices), "sums": sums},
        after={
            "invoices": [planned_row(ctx, each.invoice, to=each.to) for each in mails],
            "sent": len(mails),
            "sums": sums,
            **({"left_out": listed_left(left)} if left else {}),
        },
        emails=everybody,
        party=only_party(invoices),
        amount=(amount := only_total(ctx, invoices)),
        several_currencies=amount is None,
        warnings=[*left_out_warnings(left), *_warnings(invoices), *duration_warnings(len(mails))],
        independent=True,
    )


def _warnings(invoices: Sequence[Invoice]) -> list[PlanWarning]:
    found = []
    again = sum(bool(each.sent_to_contact) for each in invoices)
    if again:
        found.append(PlanWarning("sent", f"{again} of them were sent, or marked as sent, before."))
    if len(invoices) > _MANY:
        words = f"Xero sends {DAILY} e-mails a day for an organisation, and {_MANY} while it is in its trial."
        found.append(PlanWarning("daily_limit", words))
    return found
