"""A bank statement of the demo studio, and how its lines and documents stand."""

from __future__ import annotations

from typing import Any

from support.asking import result, row, rows

from atom_xero_plugin.testing import House

HEAD = "Date,Amount,Payee,Reference\n"
BROOKLYN = "2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151\n"
POWER = "2026-06-15,-359.26,CAPITAL POWER,CP-2270\n"
FEE = "2026-06-16,-12.50,ACCOUNT FEE,\n"
SIGN = '{"sign": "in_positive"}'
FILE = HEAD + BROOKLYN + POWER + FEE
TO_FEES = [{"row": 4, "account": "404", "contact": "Capital Power"}]


def arguments(file: str = FILE, **more: Any) -> dict[str, Any]:
    return {"statement": file, "account": "090", "layout": SIGN, **more}


async def states(house: House, file: str = FILE) -> dict[int, str]:
    layout = {"layout": SIGN} if file.startswith(HEAD) else {}
    reported = await result(house, "suggest_matches", statement=file, account="090", limit=100, **layout)
    return {each["row"]: each["state"] for each in reported["items"]}


def paying(house: House, number: str) -> list[dict[str, Any]]:
    """Payments of a document that stand."""
    identity = row(house, "Invoices", InvoiceNumber=number)["InvoiceID"]
    return [each for each in rows(house, "Payments", Status="AUTHORISED") if each["Invoice"]["InvoiceID"] == identity]
