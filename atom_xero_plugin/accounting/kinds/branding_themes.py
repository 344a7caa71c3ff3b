"""Branding themes, as answers show them."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.records.branding_themes import BRANDING_THEMES, BrandingTheme


class BrandingThemeView(Struct, omit_defaults=True):
    """A layout of invoices, quotes and other documents."""

    id: Annotated[str, Meta(description="Xero's id of the theme.")]
    name: Annotated[str, Meta(description="Its name.")]
    default: Annotated[bool, Meta(description="True for the one of documents that name none.")] = False
    logo_url: Annotated[str | None, Meta(description="Address of its logo.")] = None


def branding_theme_view(_: Context, theme: BrandingTheme) -> BrandingThemeView:
    """A theme; the first in Xero's order is the default."""
    return BrandingThemeView(
        theme.branding_theme_id, theme.name or "", default=theme.sort_order == 0, logo_url=theme.logo_url or None
    )


BRANDING_THEME: Final = RecordKind[BrandingTheme](
    name="branding_theme",
    endpoint=BRANDING_THEMES,
    view=branding_theme_view,
    shape=BrandingThemeView,
    sample={
        "BrandingThemeID": "dabc7637-62c1-4941-8a6e-ee44fa5090e7",
        "Name": "Standard",
        "Type": "INVOICE",
        "SortOrder": 0,
        "CreatedDateUTC": "/Date(1470690465753+0000)/",
    },
)
