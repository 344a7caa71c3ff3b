"""Items: what is sold and bought."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.xero.records.items import ITEMS, Item

ITEM: Final = RecordKind[Item](
    name="item",
    endpoint=ITEMS,
    sample={
        "ItemID": "1f0a9c7e-5d34-4b8a-9c12-7e6d5c4b3a21",
        "Code": "POSTER-A2",
        "Name": "Poster A2",
        "Description": "Poster, A2, matt",
        "IsSold": True,
        "IsPurchased": False,
        "SalesDetails": {"UnitPrice": 34.5, "AccountCode": "200", "TaxType": "OUTPUT2"},
    },
)
