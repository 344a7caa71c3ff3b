"""`/PaymentServices`: how customers can pay an online invoice; only read here."""

from __future__ import annotations

from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.resources.read_only import read_only


def _demo(books: Books, _random: Random) -> None:
    books["PaymentServices"].put({
        "PaymentServiceID": books.new_id(), "PaymentServiceName": "PayUp", "PayNowText": "Pay now",
        "PaymentServiceUrl": "https://pay.example.com/?invoice=[INVOICENUMBER]&amount=[AMOUNTDUE]",
        "PaymentServiceType": "Custom",
    })  # fmt: skip


KIND: Final = Kind(
    plural="PaymentServices",
    id_field="PaymentServiceID",
    type=record_type("PaymentService", Guid="PaymentServiceID", String="PaymentServiceName PaymentServiceType"),
    lists=ListRules(where=False),
    stamped=False,
    demo=_demo,
)
ROUTES: Final = [read_only(KIND, "paymentservices", by_id=False)]
