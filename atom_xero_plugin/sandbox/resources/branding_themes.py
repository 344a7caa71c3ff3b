"""`/BrandingThemes`: the layouts of documents; the first is the default."""

from __future__ import annotations

from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.resources.read_only import read_only


def _demo(books: Books, _random: Random) -> None:
    for order, name in enumerate(("Standard", "Special Projects")):
        books["BrandingThemes"].put({"BrandingThemeID": books.new_id(), "Name": name, "LogoUrl": "", "Type": "INVOICE",
                                     "SortOrder": order, "CreatedDateUTC": books.now()})  # fmt: skip


KIND: Final = Kind(
    plural="BrandingThemes",
    id_field="BrandingThemeID",
    type=record_type("BrandingTheme", Guid="BrandingThemeID", String="Name LogoUrl Type", DateTime="CreatedDateUTC"),
    lists=ListRules(where=False),
    stamped=False,
    demo=_demo,
)
ROUTES: Final = [read_only(KIND, "accounting.settings.read", "accounting.settings")]
