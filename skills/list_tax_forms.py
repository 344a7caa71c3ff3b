"""List forms 1099."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.reports.request import read_tax_forms
from atom_xero_plugin.reports.view import ReportView


class Input(Struct, forbid_unknown_fields=True):
    """What list_tax_forms takes."""

    year: (
        Annotated[
            int,
            Meta(
                description="Calendar year of the payments; the last whole one if left out.",
                ge=2000,
                le=2099,
                extra=also("report_year tax_year period"),
            ),
        ]
        | None
    ) = None


class Output(Struct):
    """What list_tax_forms answers."""

    country: Annotated[str, Meta(description="The organisation's country. Only those in the US have forms 1099.")]
    report: Annotated[
        ReportView,
        Meta(
            description="Sections 1099-NEC and 1099-MISC, a contact a row, a box a column; boxes of nothing left out."
        ),
    ]


@skill(
    effect="read",
    scopes=["accounting.reports.tenninetynine.read"],
    examples=[Example("Whom do we owe a 1099 for last year?", {}), Example("1099 boxes of 2025", {"year": 2025})],
)
async def list_tax_forms(ctx: Context, input: Input) -> Output:
    """List what contacts were paid in a year by box of the 1099 forms (NEC, MISC), for Xero organisations in the US.

    Xero shows it to people with the adviser role. Taxpayer numbers are shown by their last four digits.
    """
    year = ctx.today.year - 1 if input.year is None else input.year
    return Output(ctx.organisation.country, await read_tax_forms(ctx, year))
