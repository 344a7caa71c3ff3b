"""Money and days as people type them, over HTTP: in a body, in a query, and in the body of a skill."""

from __future__ import annotations

import pytest
from support.service import Served, error_of, result_of

pytestmark = pytest.mark.anyio
XERO = "/api/integrations/xero"
ABOUT = {"organisation": "harbour"}
JSON = {"content-type": "application/json"}


async def test_numbers_of_a_body_are_amounts_as_they_are_written(served: Served) -> None:
    """The characters of the token, on a route of its own and as the arguments of a skill."""
    body = (
        '{"contact": "Karori Veterinary Clinic", "date": "3/6/2026", "due_date": "tomorrow", '
        '"lines": [{"description": "Poster", "quantity": 3, "unit_amount": 19.99, "account": "200"}]}'
    )
    async with await served.program() as program:
        own = await program.post(f"{XERO}/invoices", params=ABOUT, content=body, headers=JSON)
        wrapped = f'{{"arguments": {body}, "organisation": "harbour"}}'
        skill = await program.post("/api/skills/create_invoice", content=wrapped, headers=JSON)
        huge = await program.post(
            f"{XERO}/invoices", params=ABOUT, content=body.replace("19.99", "1e400"), headers=JSON
        )

    for answer in (own, skill):
        after = answer.json()["plan"]["after"]
        assert (after["date"], after["due_date"]) == ("2026-06-03", "2026-06-17")
        assert (after["lines"][0]["unit_amount"], after["lines"][0]["amount"]["amount"]) == ("19.99", "59.97")
    assert [field["path"] for field in error_of(huge)["fields"]] == ["/lines/0/unit_amount"]


async def test_a_query_takes_days_and_money_as_they_are_typed(served: Served) -> None:
    """As the exact ones; and what is not sure is asked."""
    typed = {**ABOUT, "dates[from]": "1/5/2026", "dates[to]": "31 May 2026", "min_amount": "$1,000.00", "limit": "5"}
    exact = {**ABOUT, "dates[from]": "2026-05-01", "dates[to]": "2026-05-31", "min_amount": "1000.00", "limit": "5"}
    async with await served.program() as program:
        answers = [await program.get(f"{XERO}/invoices", params=each) for each in (typed, exact)]
        doubtful = await program.get(f"{XERO}/invoices", params={**ABOUT, "dates[from]": "1/5/26"})

    first, second = map(result_of, answers)
    assert first == second
    assert first["items"]
    assert error_of(doubtful)["code"] == "invalid_arguments"
