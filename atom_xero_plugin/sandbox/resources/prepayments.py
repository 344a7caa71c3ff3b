"""`/Prepayments`: what was paid before there was an invoice or bill.

Bank transactions make them; nothing changes or deletes them here. Source: developer.xero.com, Prepayments.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.resources import bank_credits

_NAME: Final = "Prepayment"
KIND: Final = Kind(
    plural="Prepayments",
    id_field="PrepaymentID",
    type=bank_credits.type_of(_NAME),
    show=partial(bank_credits.show, _NAME),
    shows=bank_credits.shows,
    postings=partial(bank_credits.postings, _NAME),
    lists=ListRules(paged=True),
    demo=partial(bank_credits.add_earlier, _NAME, "DEP-001", "230.00", "30.00"),
)
ROUTES: Final = [bank_credits.resource_of(_NAME, KIND)]
