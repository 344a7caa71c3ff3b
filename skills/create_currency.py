"""Begin to use a currency."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import Currency as Code
from atom_xero_plugin.accounting.kinds.currencies import CurrencyView, currency_view
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.currencies import CURRENCIES, Currency
from atom_xero_plugin.xero.records.organisation import actions_of
from atom_xero_plugin.xero.write import create


class Input(Struct, forbid_unknown_fields=True):
    """What create_currency takes."""

    currency: Annotated[Code, Meta(description="ISO 4217 code, such as USD.", extra=aliases.CURRENCY)]


class Output(Struct):
    """What create_currency answers."""

    currency: Annotated[CurrencyView, Meta(description="The currency as Xero has it now.")]


@skill(
    effect="write",
    scopes=["accounting.settings"],
    examples=[Example("We want to invoice in US dollars", {"currency": "USD"})],
)
async def create_currency(ctx: Context, input: Input) -> Proposal:
    """Add a currency to Xero, so that invoices, bills and bank accounts can be in it.

    A person approves first. Xero never takes one away again. The organisation's plan must have several currencies.
    """
    used = [each.code for each in (await list_of(ctx.xero, CURRENCIES)).items]
    if input.currency in used:
        raise Conflict(f"{input.currency} is in use already.", fields=[FieldError("/currency", "is in use already")],
                       hint="Nothing needs to be done.")  # fmt: skip
    allowed = {each.name: each.status for each in await if_answered(actions_of(ctx.xero)) or ()}
    if allowed.get("UseMulticurrency") == "NOT-ALLOWED":
        raise Conflict("The organisation's plan of Xero has one currency only.",
                       hint="A person can change the plan in Xero.")  # fmt: skip
    return Proposal(
        summary=f"Begin to use the currency {input.currency}. This is final.",
        steps=[
            Step(create(CURRENCIES, {"Code": input.currency}), "currency", expects={"Code": input.currency}, find={},
                 besides=used)
        ],
        after={"currency": input.currency},
        party=input.currency,
        warnings=[PlanWarning("final", "Xero never takes a currency away again.")],
    )  # fmt: skip


@create_currency.verified
def created(ctx: Context, currency: Currency) -> Output:
    """The currency as Xero has it now."""
    return Output(currency_view(ctx, currency))
