"""Find branding themes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.branding_themes import BrandingThemeView, branding_theme_view
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.branding_themes import BRANDING_THEMES


class Input(Struct, forbid_unknown_fields=True):
    """What find_branding_themes takes."""


class Output(Struct):
    """What find_branding_themes answers."""

    items: Annotated[list[BrandingThemeView], Meta(description="The themes, the default first.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Which invoice templates do we have?", {})],
)
async def find_branding_themes(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """Find the branding themes of Xero: the layouts (templates) that invoices, quotes and other documents can have."""
    return Output([branding_theme_view(ctx, each) for each in (await list_of(ctx.xero, BRANDING_THEMES)).items])
