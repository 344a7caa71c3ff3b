"""Find users."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.users import UserView, user_view
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.users import USERS


class Input(Struct, forbid_unknown_fields=True):
    """What find_users takes."""


class Output(Struct):
    """What find_users answers."""

    items: Annotated[list[UserView], Meta(description="The people.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Who has access to our books?", {})],
)
async def find_users(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """Find the people who have a login to the organisation in Xero, with the role of each."""
    return Output([user_view(ctx, each) for each in (await list_of(ctx.xero, USERS)).items])
