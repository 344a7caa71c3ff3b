"""Find payments."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, assumed, contact_assumed
from atom_xero_plugin.accounting.inputs import (
    AccountName,
    ContactName,
    Cursor,
    DatesField,
    InvoiceName,
    Limit,
    PeriodField,
    PositiveAmount,
    resolve_days,
)
from atom_xero_plugin.accounting.kinds.payments import PaymentView, payment_view
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.accounting.resolve.documents import likely_invoice
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.payments import PAYMENTS, Payment, PaymentFilter
from atom_xero_plugin.xero.where_clause import checked_text

_PAGE: Final = 100
_STATUSES: Final = {"recorded": "AUTHORISED", "reversed": "DELETED"}


class Input(Struct, forbid_unknown_fields=True):
    """What find_payments takes."""

    contact: ContactName | None = None
    invoice: InvoiceName | None = None
    account: Annotated[AccountName | None, Meta(description="Account that was paid from or into.")] = None
    direction: Annotated[
        Literal["in", "out"] | None,
        Meta(description="Only money in, or out.", extra=aliases.DIRECTION),
    ] = None
    amount: Annotated[PositiveAmount | None, Meta(description='Exactly this much, decimal text as "120.50".')] = None
    state: Annotated[
        Literal["recorded", "reversed"], Meta(description="Whether they still count.", extra=aliases.STATE)
    ] = "recorded"
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_payments answers."""

    items: Annotated[list[PaymentView], Meta(description="The payments, the newest first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=[
        "accounting.payments.read",
        "accounting.invoices.read",
        "accounting.contacts.read",
        "accounting.settings.read",
    ],
    examples=[
        Example("What did customers pay us last month?", {"direction": "in", "period": "last_month"}),
        Example("Payments to Kauri Grove Cafe", {"contact": "Kauri Grove Cafe"}),
    ],
)
async def find_payments(ctx: Context, input: Input) -> Output:
    """Find payments of Xero invoices and bills by customer or supplier, invoice, bank account, amount or day.

    Money without an invoice or bill is in find_bank_transactions.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    for path, text in (("/contact", input.contact), ("/invoice", input.invoice), ("/account", input.account)):
        if text is not None:
            checked_text(text, path)
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    contact = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    invoice = await likely_invoice(ctx.xero, input.invoice) if input.invoice is not None else None
    account = (await chart(ctx.xero)).likely(input.account, path="/account") if input.account else None
    requested = PaymentFilter(
        status=_STATUSES[input.state],
        invoice_id=invoice.record.invoice_id if invoice else None,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )

    async def fetch(page: int) -> Page[Payment]:
        return await list_of(ctx.xero, PAYMENTS, requested, page=page, page_size=_PAGE, order="Date DESC")

    def keep(each: Payment) -> bool:
        """Xero cannot filter by contact, account and amount on big books, so we do."""
        whose = each.invoice.contact if each.invoice else None
        return (
            (contact is None or (whose is not None and whose.contact_id == contact.record.contact_id))
            and (account is None or (each.account is not None and each.account.account_id == account.record.account_id))
            and (input.amount is None or each.amount == input.amount)
            and input.direction in {None, "in" if each.is_money_in else "out"}
        )

    found = await collect(fetch, start, input.limit, keep)
    taken = contact_assumed(input.contact, contact)
    if invoice is not None:
        record = invoice.record
        taken += assumed("invoice", input.invoice or "", record.invoice_id, record.invoice_number, exact=invoice.exact)
    if account is not None:
        named = account.record
        taken += assumed("account", input.account or "", named.account_id, named.name, exact=account.exact)
    return Output(
        items=[payment_view(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        assumed=taken,
    )
