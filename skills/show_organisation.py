"""Show the organisation."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.organisation import OrganisationDetails, organisation_details
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.xero.lists import only
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS, actions_of


class Input(Struct, forbid_unknown_fields=True):
    """What show_organisation takes."""


class Output(Struct):
    """What show_organisation answers."""

    organisation: Annotated[OrganisationDetails, Meta(description="The organisation.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Until when are our books locked?", {})],
)
async def show_organisation(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """Show the organisation in Xero: financial year, lock dates, tax basis, currency, time zone, allowed actions."""
    record = await only(ctx.xero, ORGANISATIONS)
    return Output(organisation_details(record, await if_answered(actions_of(ctx.xero))))
