"""What read_statement promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.asking import plan, refused, result, row
from support.statements import BROOKLYN, FEE, FILE, HEAD, POWER, SIGN

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def asked(file: str = FILE, **more: Any) -> dict[str, Any]:
    return {"statement": file, "account": "090", "layout": SIGN, **more}


async def kept(house: House, file: str = FILE, **more: Any) -> dict[str, Any]:
    return await result(house, "read_statement", **asked(file, keep=True, name="june.csv", **more))


async def test_a_file_is_shown_as_it_was_read_and_nothing_is_kept(house: House) -> None:
    read = await result(house, "read_statement", **asked())

    assert (read["new"], read["known"], read["alike"]) == (3, 0, 0)
    assert [each["amount"]["amount"] for each in read["items"]] == ["690.00", "-359.26", "-12.50"]
    assert (read["money_in"]["amount"], read["money_out"]["amount"]) == ("690.00", "371.76")
    assert (await result(house, "list_statements"))["total"] == 0
    assert (await refused(house, "suggest_matches", account="090"))["code"] == "not_found"


async def test_kept_lines_are_matched_and_recorded_without_the_file(house: House) -> None:
    """Tomorrow, too: under numbers that stay."""
    await kept(house)

    lines = (await result(house, "suggest_matches", account="090"))["items"]
    proposed = await plan(house, "reconcile_statement", account="090", sure_ones=False,
                          choices=[{"row": 1, "pays": ["INV-0151"]}])  # fmt: skip
    await house.carry_out(proposed)
    after = {each["row"]: each["state"] for each in (await result(house, "suggest_matches", account="090"))["items"]}

    assert [(each["row"], each["text"]) for each in lines] == [
        (1, "BROOKLYN HILL WIND EN INV-0151"), (2, "CAPITAL POWER CP-2270"), (3, "ACCOUNT FEE"),
    ]  # fmt: skip
    assert proposed["warnings"] == []
    assert row(house, "Invoices", InvoiceNumber="INV-0151")["Status"] == "PAID"
    assert after == {1: "applied", 2: "ready", 3: "unmatched"}


async def test_a_file_that_overlaps_adds_only_what_is_new(house: House) -> None:
    await kept(house, HEAD + BROOKLYN + POWER)

    again = await kept(house)

    assert (again["new"], again["known"], again["kept"]) == (1, 2, 1)
    lines = (await result(house, "suggest_matches", account="090"))["items"]
    assert [each["row"] for each in lines] == [1, 2, 3]


async def test_a_line_of_another_kind_of_file_is_not_kept_twice_unless_it_is_wanted(house: House) -> None:
    """Its words differ, and so does its id; day and amount agree."""
    await kept(house)
    other = "Date;Details;Debit;Credit\n15/06/2026;DC BROOKLYN HILL WIND EN;;690,00\n"

    read = await result(house, "read_statement", statement=other, account="090", keep=True)
    wanted = await result(house, "read_statement", statement=other, account="090", keep=True, alike_too=True)

    assert (read["alike"], read["kept"]) == (1, 0)
    assert wanted["kept"] == 1


async def test_who_may_only_read_keeps_nothing(house: House) -> None:
    reader = replace(house.person, rights=frozenset({"read"}))

    answer = (
        await house.dispatch.call("read_statement", asked(keep=True), reader, organisation=house.organisation)
    ).plain()

    assert answer["error"]["code"] == "not_allowed"
    assert (await result(house, "list_statements"))["total"] == 0


async def test_a_match_that_was_ruled_out_is_not_offered_again_until_it_is_asked_for(house: House) -> None:
    await kept(house)
    first = (await result(house, "suggest_matches", account="090", row=1))["items"][0]
    ids = [each["id"] for each in first["match"]["pays"]]

    without = await result(house, "suggest_matches", account="090", row=1, dismiss=[{"row": 1, "match_ids": ids}])
    later = await result(house, "suggest_matches", account="090", row=1)
    again = await result(
        house, "suggest_matches", account="090", row=1, dismiss=[{"row": 1, "match_ids": ids, "offer_again": True}]
    )

    for each in (without, later):
        match = each["items"][0].get("match")
        assert match is None or [one["id"] for one in match.get("pays", [])] != ids
    assert again["items"][0]["match"]["pays"][0]["number"] == "INV-0151"


async def test_a_line_that_was_put_aside_takes_no_document_from_others(house: House) -> None:
    await kept(house, HEAD + BROOKLYN + "2026-06-15,690.00,SOMEBODY INV-0151,\n" + FEE)

    aside = await result(house, "suggest_matches", account="090", dismiss=[{"row": 1}])
    states = {each["row"]: each["state"] for each in aside["items"]}
    listed = (await result(house, "list_statements"))["accounts"][0]
    back = await result(house, "suggest_matches", account="090", dismiss=[{"row": 1, "offer_again": True}])

    assert states[1] == "dismissed"
    assert aside["items"][1]["match"]["pays"][0]["number"] == "INV-0151"
    assert listed["to_do"] == 2
    assert {each["row"]: each["state"] for each in back["items"]}[1] != "dismissed"


async def test_the_balance_at_the_bank_is_that_of_the_newest_statement(house: House) -> None:
    """Whichever was imported last."""
    head = "Date,Amount,Payee,Balance\n"
    newer = head + "2026-06-15,690.00,BROOKLYN HILL,1690.00\n2026-06-16,-12.50,ACCOUNT FEE,1677.50\n"
    older = head + "2026-06-01,5.00,X,995.00\n2026-06-02,5.00,Y,1000.00\n"
    for file in (newer, older):
        await kept(house, file)

    account = (await result(house, "list_statements", account="090"))["accounts"][0]

    assert (account["balance"]["amount"], account["balance_day"], account["to_do"]) == ("1677.50", "2026-06-16", 4)
