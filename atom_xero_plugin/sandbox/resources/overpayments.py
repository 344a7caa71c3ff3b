"""`/Overpayments`: what was paid above what was due.

Bank transactions make them; nothing changes or deletes them here. Source: developer.xero.com, Overpayments.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.resources import bank_credits

_NAME: Final = "Overpayment"
KIND: Final = Kind(
    plural="Overpayments",
    id_field="OverpaymentID",
    type=bank_credits.type_of(_NAME),
    show=partial(bank_credits.show, _NAME),
    shows=bank_credits.shows,
    postings=partial(bank_credits.postings, _NAME),
    lists=ListRules(paged=True),
    demo=partial(bank_credits.add_earlier, _NAME, "OVER-001", "75.00", "25.00"),
)
ROUTES: Final = [bank_credits.resource_of(_NAME, KIND)]
