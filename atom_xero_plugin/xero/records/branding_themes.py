"""Branding themes: the layouts of documents. Source: OpenAPI 16.1.0, /BrandingThemes."""

from __future__ import annotations

from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Instant, Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint


class BrandingTheme(XeroRecord):
    """A layout of documents; the one that stands first is used for what names none."""

    PLURAL: ClassVar[str] = "BrandingThemes"
    ID: ClassVar[str] = "branding_theme_id"

    branding_theme_id: str = ""
    name: str | None = None
    logo_url: str | None = None
    type: Word | None = None
    sort_order: int | None = None
    created_date_utc: Instant | None = None


BRANDING_THEMES: Final = Endpoint(
    BrandingTheme, None, path="BrandingThemes", scope="accounting.settings", page_size=None, changes=False
)
