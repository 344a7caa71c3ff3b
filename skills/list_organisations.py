"""List the connected organisations."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.organisation import OrganisationView, organisation_view
from atom_xero_plugin.catalogue.skill import OBVIOUS


class Input(Struct, forbid_unknown_fields=True):
    """What list_organisations takes."""

    connected_only: Annotated[
        bool, Meta(description="True leaves out those that a person must connect again.", extra=OBVIOUS)
    ] = False


class Output(Struct):
    """What list_organisations answers."""

    items: Annotated[list[OrganisationView], Meta(description="The organisations, working ones first.")]
    total: Annotated[int, Meta(description="How many there are.")]


@skill(
    effect="read",
    scopes=[],
    organisation=False,
    examples=[Example("Which Xero organisations are connected?", {})],
)
async def list_organisations(ctx: Context, input: Input) -> Output:
    """List the connected Xero organisations, with what each connection may do.

    Where several are connected, the other tools need one's name or id as organisation.
    """
    known = [each for each in ctx.connections if each.state == "connected" or not input.connected_only]
    return Output([organisation_view(each) for each in known], len(known))
