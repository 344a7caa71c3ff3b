"""Find bank transfers."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.inputs import Cursor, DatesField, Limit, PeriodField, PositiveAmount, resolve_days
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.bank_transfers import BankTransferView, bank_transfer_view
from atom_xero_plugin.accounting.listing import answer_page, begin
from atom_xero_plugin.accounting.recent_lists import chart_of
from atom_xero_plugin.accounting.resolve.chart import likely_bank_account
from atom_xero_plugin.xero.records.bank_transfers import BANK_TRANSFERS, BankTransfer, BankTransferFilter

_STATUSES: Final = {"recorded": "AUTHORISED", "deleted": "DELETED"}


class Input(Struct, forbid_unknown_fields=True):
    """What find_bank_transfers takes."""

    account: Annotated[BankAccountName | None, Meta(description="Account that they left or reached.")] = None
    amount: Annotated[PositiveAmount | None, Meta(description='Exactly this much, decimal text as "500.00".')] = None
    state: Annotated[
        Literal["recorded", "deleted"], Meta(description="Whether they still count.", extra=aliases.STATE)
    ] = "recorded"
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_bank_transfers answers."""

    items: Annotated[list[BankTransferView], Meta(description="The transfers, the newest first.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.banktransactions.read", "accounting.settings.read"],
    examples=[Example("What did we move to savings this year?", {"account": "091", "period": "this_year"})],
)
async def find_bank_transfers(ctx: Context, input: Input) -> Output:
    """Find Xero bank transfers, money moved between two bank accounts, by account, amount or day."""
    begin(input.cursor, ctx.organisation.id, input)  # one that is broken is refused before anything is asked
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    match = likely_bank_account(await chart_of(ctx), input.account) if input.account is not None else None
    requested = BankTransferFilter(
        status=_STATUSES[input.state],
        date_from=days.first if days else None,
        date_to=days.last if days else None,
        include_deleted=input.state == "deleted",
    )

    def keep(each: BankTransfer) -> bool:
        sides = {side.account_id for side in (each.from_bank_account, each.to_bank_account) if side is not None}
        return (match is None or match.record.account_id in sides) and input.amount in {None, each.amount}

    found, cursor = await answer_page(ctx, BANK_TRANSFERS, requested, input, order="Date DESC", keep=keep)
    taken = []
    if match is not None:
        named = match.record
        taken = assumed("account", input.account or "", named.account_id, named.name, exact=match.exact)
    return Output([bank_transfer_view(ctx, each) for each in found], cursor is not None, cursor, taken)
