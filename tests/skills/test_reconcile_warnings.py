"""Whoever chooses for a line what matching would not is warned of each such line before the plan is approved."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import change, done, plan, refused, result, row, rows
from support.statements import BROOKLYN, HEAD, SIGN, arguments, paying

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
TO_BANK_FEES = {"account": "404", "contact": "Capital Power"}


def messages(proposed: dict, code: str) -> list[str]:
    return [each["message"] for each in proposed["warnings"] if each["code"] == code]


async def test_each_chosen_line_that_is_in_the_books_is_warned_of_and_counted(house: House) -> None:
    """With the record that is there, also where its day is another one."""
    file = (
        HEAD
        + "2026-06-13,-109.11,FUEL STATION,\n2026-06-07,690.00,ISLAND BAY SURF CLUB,\n2026-06-16,-12.50,ACCOUNT FEE,\n"
    )
    state = {
        each["row"]: each
        for each in (await result(house, "suggest_matches", statement=file, account="090", layout=SIGN))["items"]
    }
    choices = [{"row": number, **TO_BANK_FEES} for number in (2, 3, 4)]

    proposed = await plan(house, "reconcile_statement", **arguments(file, choices=choices))

    warned = messages(proposed, "possible_duplicate")
    assert [state[number]["state"] for number in (2, 3, 4)] == ["in_books", "in_books", "unmatched"]
    assert [each.split(":")[0] for each in warned] == ["Row 2", "Row 3"]
    assert all("in the books already" in each for each in warned)
    assert "2 of them may be in the books already." in proposed["summary"]
    assert [bool(each.get("in_books")) for each in proposed["after"]["lines"]] == [True, True, False]


async def test_a_line_that_pays_an_invoice_is_warned_of_if_it_is_booked_to_an_account(house: House) -> None:
    """Then the invoice would stay due."""
    proposed = await plan(
        house, "reconcile_statement", **arguments(HEAD + BROOKLYN, choices=[{"row": 2, **TO_BANK_FEES}])
    )

    assert "INV-0151" in messages(proposed, "other_match")[0]
    assert "1 of them may pay something else." in proposed["summary"]


async def test_a_choice_that_agrees_is_not_warned_of(house: House) -> None:
    """Nor is a line of which nothing is known."""
    file = HEAD + BROOKLYN + "2026-06-16,-12.50,ACCOUNT FEE,\n"
    choices = [{"row": 2, "pays": ["INV-0151"]}, {"row": 3, **TO_BANK_FEES}]

    proposed = await plan(house, "reconcile_statement", **arguments(file, choices=choices))

    assert {each["code"] for each in proposed["warnings"]}.isdisjoint(
        {"possible_duplicate", "other_match", "other_file"}
    )


async def test_one_movement_in_two_files_is_booked_once_and_the_second_choice_is_warned_of(house: House) -> None:
    """A CSV file and another one word it differently, and so give it two ids."""
    file = HEAD + "2026-06-16,-12.50,ACCOUNT FEE,\n"
    other = "Date;Details;Debit;Credit\n16/06/2026;MONTHLY FEE ON ACCOUNT;12,50;\n13/06/2026;FUEL;109,11;\n"
    given = {"statement": other, "account": "090"}
    before = len(rows(house, "BankTransactions", Total=Decimal("12.50"), Status="AUTHORISED"))
    await done(house, "reconcile_statement", **arguments(file, choices=[{"row": 2, **TO_BANK_FEES}]))

    reported = (await result(house, "suggest_matches", **given))["items"][0]
    by_itself = await refused(house, "reconcile_statement", **given)
    proposed = await plan(house, "reconcile_statement", **given, choices=[{"row": 2, **TO_BANK_FEES}])

    assert reported["state"] == "in_books"
    assert by_itself["code"] == "conflict"
    assert "bank transaction" in messages(proposed, "possible_duplicate")[0]
    assert "was recorded by the plan" in messages(proposed, "other_file")[0]
    assert "may be in the books already" in proposed["summary"]
    assert len(rows(house, "BankTransactions", Total=Decimal("12.50"), Status="AUTHORISED")) == before + 1


async def test_a_line_that_a_plan_of_another_file_holds_is_not_recorded_by_itself(house: House) -> None:
    """That plan is approved and not yet executed: the books do not show it, the store of lines does."""
    first = await plan(
        house, "reconcile_statement", **arguments(HEAD + "2026-06-15,100.00,BROOKLYN HILL WIND EN,INV-0151\n")
    )
    await house.dispatch.approve(first["id"], first["hash"], house.person)
    other = (
        "Date;Details;Debit;Credit\n15/06/2026;DC BROOKLYN HILL WIND ENERGY INV-0151;;100,00\n13/06/2026;FUEL;109,11;\n"
    )
    given = {"statement": other, "account": "090"}

    reported = (await result(house, "suggest_matches", **given))["items"][0]
    by_itself = await refused(house, "reconcile_statement", **given)
    proposed = await plan(house, "reconcile_statement", **given, choices=[{"row": 2, "pays": ["INV-0151"]}])

    assert reported["state"] == "weak"
    assert first["id"] in reported["note"]
    assert "Nothing is to be recorded" in by_itself["message"]
    assert first["id"] in messages(proposed, "other_file")[0]


async def test_a_line_taken_by_hand_in_one_file_and_matched_in_another_is_paid_once(house: House) -> None:
    """By hand first: the other file finds the payment in the books."""
    by_hand = HEAD + "2026-06-15,690.00,SOMEBODY,\n"
    await done(house, "reconcile_statement", **arguments(by_hand, choices=[{"row": 2, "pays": ["INV-0151"]}]))

    error = await refused(house, "reconcile_statement", **arguments(HEAD + BROOKLYN))

    assert "in books" in error["message"]
    assert len(paying(house, "INV-0151")) == 1


async def test_a_fee_in_between_is_named_and_not_left_due_in_silence(house: House) -> None:
    """Net of what a card service keeps: shown with the range that is usual, recorded only by choice."""
    file = HEAD + "2026-06-15,673.10,STRIPE BROOKLYN HILL WIND,INV-0151\n"

    reported = (await result(house, "suggest_matches", statement=file, account="090", layout=SIGN))["items"][0]
    error = await refused(house, "reconcile_statement", **arguments(file, min_score=1))

    assert reported["state"] == "weak"
    assert reported["match"]["score"] < 75
    assert "NZD 16.90" in reported["note"]
    assert reported["match"]["lacks"] == {
        "amount": {"amount": "16.90", "currency": "NZD"},
        "reason": "card_fee",
        "usual_from": {"amount": "5.18", "currency": "NZD"},
        "usual_to": {"amount": "31.65", "currency": "NZD"},
    }
    assert reported["match"]["review"] is True
    assert any("as a rule" in each for each in reported["match"]["reasons"])
    assert error["code"] == "conflict"


async def test_a_record_of_another_contact_is_no_reason_to_record_nothing(house: House) -> None:
    """Its contact is another one than the line names: a person checks it."""
    file = HEAD + "2026-06-13,-109.11,CAPITAL POWER,\n"
    change(house, "Contacts", row(house, "Contacts", Name="Capital Power"), ContactStatus="ACTIVE")

    reported = (await result(house, "suggest_matches", statement=file, account="090", layout=SIGN))["items"][0]

    assert reported["state"] in {"weak", "unmatched"}
