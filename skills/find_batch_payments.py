"""Find batch payments."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.inputs import Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.batch_payments import BatchPaymentView, Settles, batch_payment_view
from atom_xero_plugin.accounting.listing import answer_page, begin
from atom_xero_plugin.accounting.recent_lists import chart_of
from atom_xero_plugin.accounting.resolve.chart import likely_bank_account
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.records.batch_payments import BATCH_PAYMENTS, BatchPaymentFilter

_STATUSES: Final = {"recorded": "AUTHORISED", "deleted": "DELETED"}


class Input(Struct, forbid_unknown_fields=True):
    """What find_batch_payments takes."""

    settles: Annotated[
        Settles | None, Meta(description="Only of sales invoices, or of bills.", extra=also("kind type direction"))
    ] = None
    account: Annotated[BankAccountName | None, Meta(description="Only over this bank account.")] = None
    state: Annotated[
        Literal["recorded", "deleted"], Meta(description="Whether they still count.", extra=aliases.STATE)
    ] = "recorded"
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_batch_payments answers."""

    items: Annotated[list[BatchPaymentView], Meta(description="The batch payments, the newest first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.payments.read", "accounting.settings.read"],
    examples=[Example("Which batches of bills did we pay this year?", {"settles": "bill", "period": "this_year"})],
)
async def find_batch_payments(ctx: Context, input: Input) -> Output:
    """Find Xero batch payments, several bills or sales invoices paid as one, by kind, bank account or day.

    show_batch_payment names their invoices.
    """
    begin(input.cursor, ctx.organisation.id, input)  # one that is broken is refused before anything is asked
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    match = likely_bank_account(await chart_of(ctx), input.account) if input.account is not None else None
    requested = BatchPaymentFilter(
        kind=input.settles,
        status=_STATUSES[input.state],
        account_id=match.record.account_id if match else None,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )
    found, cursor = await answer_page(ctx, BATCH_PAYMENTS, requested, input, order="Date DESC")
    taken = []
    if match is not None:
        named = match.record
        taken = assumed("account", input.account or "", named.account_id, named.name, exact=match.exact)
    return Output([batch_payment_view(ctx, each) for each in found], cursor is not None, cursor, taken)
