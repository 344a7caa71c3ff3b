"""What a plan says that an invoice comes to is what is stored, to the cent: 1,000 of every rounding and tax kind.

Ours is worked out before anything is sent; theirs comes back over the wire. The arithmetic itself is checked against
whole numbers in test_exact_money.
"""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from atom_xero_plugin.accounting.pricing import XERO_WORDS, AmountsAre, PricedLine, priced, totals_of
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.sandbox.resources.currencies import add_currency
from atom_xero_plugin.sandbox.resources.tax_rates import add_tax_rate
from atom_xero_plugin.testing import ADDRESS, TODAY, House, open_connected_house
from atom_xero_plugin.xero.decoding.base import decode_page
from atom_xero_plugin.xero.records.invoices import Invoice

INVOICES, IN_A_CALL = 1_000, 50
MODES: tuple[AmountsAre, ...] = ("exclusive", "inclusive", "no_tax")
RATES = ("0", "5", "7.7", "8.25", "10", "12.5", "15", "20", "21", "33.3333")
DISCOUNTS = ("none", "percent", "amount")
CURRENCIES = ("NZD", "USD")


class Line(NamedTuple):
    """A line as it is sent, and what it comes to by our own reckoning."""

    sent: dict[str, Any]
    ours: PricedLine


def _line(chance: random.Random, mode: AmountsAre, rate: str, discount: str) -> Line:
    quantity = Decimal(chance.randint(1, 99_999)).scaleb(-chance.randint(0, 4))
    unit = Decimal(chance.randint(1, 10 ** chance.randint(1, 7))).scaleb(-chance.randint(0, 4))
    sent = {"Description": "Work", "AccountCode": "200", "Quantity": str(quantity), "UnitAmount": str(unit)}
    percent = amount = None
    if discount == "percent":
        percent = Decimal(chance.randint(1, 9_999)).scaleb(-2)
        sent["DiscountRate"] = str(percent)
    elif discount == "amount":
        amount = (quantity * unit / chance.randint(2, 9)).quantize(Decimal("0.01"))
        sent["DiscountAmount"] = str(amount)
    if mode != "no_tax":
        sent["TaxType"] = _tax_type(rate)
    return Line(sent, priced(quantity, unit, Decimal(rate), mode, percent, amount))


def _tax_type(rate: str) -> str:
    return f"RATE{RATES.index(rate):02}"


def _invoice(chance: random.Random, number: int, contact: str) -> tuple[dict[str, Any], AmountsAre, list[Line]]:
    mode = MODES[number % 3]
    lines = [
        _line(chance, mode, RATES[(number + place) % len(RATES)], DISCOUNTS[(number // 3 + place) % 3])
        for place in range(1 + number % 4)
    ]
    body = {
        "Type": "ACCREC",
        "Contact": {"ContactID": contact},
        "LineAmountTypes": XERO_WORDS[mode],
        "CurrencyCode": CURRENCIES[number % 2],
        "LineItems": [line.sent for line in lines],
    }
    return body, mode, lines


async def _stored(house: House, bodies: list[dict[str, Any]]) -> list[Invoice]:
    """The invoices as they come back, with unit prices of four places."""
    [connection, *_] = await house.runtime.connections.of_workspace("default")
    token = await house.runtime.tokens.bearer(connection.grant_id, "default")
    headers = {"authorization": f"Bearer {token}", "xero-tenant-id": house.organisation, "accept": "application/json"}
    found: list[Invoice] = []
    async with httpx2.AsyncClient(transport=house.transport, base_url=ADDRESS, headers=headers) as http:
        for start in range(0, len(bodies), IN_A_CALL):
            part = {"Invoices": bodies[start : start + IN_A_CALL]}
            answer = await http.put("/api.xro/2.0/Invoices", params={"unitdp": "4"}, json=part)
            assert answer.status_code == 200, answer.text[-700:]
            found += decode_page(Invoice, answer.content)[0]
    return found


@pytest.mark.anyio
async def test_a_thousand_invoices_come_to_what_was_said(tmp_path: Path) -> None:
    """Each line, its tax and the three totals; every way amounts are meant by every rate, discount and currency."""
    house = await open_connected_house(tmp_path, Options(today=TODAY, limits=False))
    books, chance = house.sandbox.organisations[house.organisation], random.Random("a thousand invoices")
    for rate in RATES:
        add_tax_rate(books, _tax_type(rate), f"Rate {rate}", Decimal(rate))
    add_currency(books, "USD", "US Dollar")
    contact = next(iter(books["Contacts"].rows))
    made = [_invoice(chance, number, contact) for number in range(INVOICES)]

    stored = await _stored(house, [body for body, _, _ in made])

    kinds: Counter[tuple[Any, ...]] = Counter()
    for (body, mode, lines), invoice in zip(made, stored, strict=True):
        ours = totals_of([line.ours for line in lines], mode, body["CurrencyCode"])
        theirs = (invoice.sub_total, invoice.total_tax, invoice.total)
        assert (ours.net.amount, ours.tax.amount, ours.total.amount) == theirs, body
        for line, item in zip(lines, invoice.line_items or (), strict=True):
            assert (line.ours.amount, line.ours.tax) == (item.line_amount, item.tax_amount or 0), body
            discount = next((name for name in ("DiscountRate", "DiscountAmount") if name in line.sent), None)
            kinds[mode, line.sent.get("TaxType"), discount, body["CurrencyCode"]] += 1
    await house.runtime.close()
    assert len(stored) == INVOICES
    assert len({(mode, rate) for mode, rate, _, _ in kinds if mode != "no_tax"}) == 2 * len(RATES)
    assert {(mode, discount) for mode, _, discount, _ in kinds} == {
        (mode, discount) for mode in MODES for discount in (None, "DiscountRate", "DiscountAmount")
    }
