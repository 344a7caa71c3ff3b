"""List what contacts owe and are owed."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.lists.record_lists import RecordLists
from atom_xero_plugin.accounting.lists.view import CopyState
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import ZERO, Money
from atom_xero_plugin.reports.contact_balances import KINDS, ContactBalance, OwedByContact
from atom_xero_plugin.reports.workload import copy_state


class Input(Struct, forbid_unknown_fields=True):
    """What list_contact_balances takes."""

    side: Annotated[
        Literal["owes", "is_owed", "both"],
        Meta(
            description="owes: only those that owe us, the most first. is_owed: only those that we owe.",
            extra=also("direction kind type who") | OBVIOUS,
        ),
    ] = "both"
    contact_ids: (
        Annotated[
            list[Annotated[str, Meta(max_length=64)]],
            Meta(description="Only these contacts, by Xero's ids.", max_length=500, extra=also("contacts ids")),
        ]
        | None
    ) = None
    limit: Annotated[int, Meta(description="How many, at most 500.", ge=1, le=500)] = 50


class Output(Struct):
    """What list_contact_balances answers."""

    items: Annotated[list[ContactBalance], Meta(description="The contacts with something open, the most first.")]
    total: Annotated[int, Meta(description="How many contacts have something open on that side.")]
    owes: Annotated[Money, Meta(description="What all of them owe together.")]
    is_owed: Annotated[Money, Meta(description="What all of them are owed.")]
    local_copy: Annotated[CopyState, Meta(description="How much of Xero the local copy holds.")]


@skill(
    effect="read",
    scopes=[],
    examples=[
        Example("Which customers owe us the most right now, at a glance?", {"side": "owes", "limit": 10}),
        Example("Which suppliers do we owe, with how much is late?", {"side": "is_owed"}),
    ],
)
async def list_contact_balances(ctx: Context, input: Input) -> Output:
    """List Xero contacts with open balances: what each owes and is owed, and how much is late, less unused credits.

    From the local copy, in the home currency: it never asks Xero. show_aged_balances has ages and other days.
    """
    currency = ctx.organisation.base_currency
    service = ctx.services.get(OwedByContact)
    every = await service.balances(ctx.organisation.id, ctx.today, currency, input.contact_ids)
    fitting = [each for each in every if input.side == "both" or getattr(each, input.side).amount != 0]
    if input.side != "both":
        fitting.sort(key=lambda each: (-getattr(each, input.side).amount, each.contact.name))
    return Output(
        items=fitting[: input.limit],
        total=len(fitting),
        owes=Money.of(sum((each.owes.amount for each in fitting), ZERO), currency),
        is_owed=Money.of(sum((each.is_owed.amount for each in fitting), ZERO), currency),
        local_copy=await copy_state(ctx, ctx.services.get(RecordLists), KINDS),
    )
