"""What reconcile_statement promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row, rows, warned, writes
from support.statements import BROOKLYN, FEE, FILE, HEAD, POWER, TO_FEES, arguments, paying, states

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_plan_pays_what_is_sure_and_books_what_was_chosen(house: House) -> None:
    """The whole way: plan, approval, execution, and the books as they are afterwards."""
    made = await done(house, "reconcile_statement", **arguments(choices=TO_FEES))

    assert made["count"] == 3
    assert made["payments_total"] == [{"amount": "1049.26", "currency": "NZD"}]
    for number in ("INV-0151", "CP-2270"):
        stored = row(house, "Invoices", InvoiceNumber=number)
        assert (stored["Status"], stored["AmountDue"]) == ("PAID", Decimal("0.00"))
        assert [each["Date"].isoformat() for each in paying(house, number)] == ["2026-06-15"]
    fee = row(house, "BankTransactions", Reference="ACCOUNT FEE")
    assert (fee["Type"], fee["Total"], fee["Date"].isoformat()) == ("SPEND", Decimal("12.50"), "2026-06-16")
    assert fee["LineItems"][0]["AccountCode"] == "404"
    assert "Nothing is reconciled" in made["in_xero"]


async def test_the_ledger_agrees_to_the_cent(house: House) -> None:
    """The bank account's balance moves by exactly the lines."""
    books = house.sandbox.organisations[house.organisation]
    account = row(house, "Accounts", Code="090")["AccountID"]

    def balance() -> Decimal:
        return sum((p.amount for p in books.ledger.postings() if p.account_id == account), Decimal(0))

    before = balance()
    await done(house, "reconcile_statement", **arguments(choices=TO_FEES))

    assert balance() - before == Decimal("690.00") - Decimal("359.26") - Decimal("12.50")
    assert sum((p.amount for p in books.ledger.postings()), Decimal(0)) == 0


async def test_the_plan_shows_each_line_with_its_reasons(house: House) -> None:
    """And what is left out, and what remains to be clicked."""
    proposed = await plan(
        house, "reconcile_statement", **arguments(FILE + "2026-06-16,5.00,NOBODY,\n", choices=TO_FEES)
    )

    lines = {each["row"]: each for each in proposed["after"]["lines"]}
    assert list(lines) == [2, 3, 4]
    assert "INV-0151 in the text" in lines[2]["reasons"]
    assert lines[4]["records"] == "NZD 12.50 spent at Capital Power, booked to 404 Bank Fees, No GST"
    assert [(each["state"], each["lines"]) for each in proposed["after"]["other_lines"]] == [("unmatched", 1)]
    assert proposed["after"]["in_xero"].startswith("Nothing is reconciled by this")
    assert "not_sure" in warned(proposed)
    assert {each["number"] for each in proposed["before"]["documents"]} == {"INV-0151", "CP-2270"}
    assert {each["amount_due"]["amount"] for each in proposed["after"]["documents"]} == {"0.00"}


async def test_the_same_file_again_does_nothing(house: House) -> None:
    """Every line is known."""
    await done(house, "reconcile_statement", **arguments(choices=TO_FEES))

    error = await refused(house, "reconcile_statement", **arguments(choices=TO_FEES))

    assert error["code"] == "conflict"
    assert error["message"].startswith("Nothing is to be recorded: 2 applied")
    assert set((await states(house)).values()) == {"applied"}


async def test_an_overlapping_file_records_only_what_is_new(house: House) -> None:
    """Lines before and after the ones known."""
    await done(house, "reconcile_statement", **arguments(HEAD + BROOKLYN + POWER))
    wider = HEAD + "2026-06-12,4105.50,KARORI VETERINARY CLINIC,INV-0149\n" + BROOKLYN + POWER + FEE

    made = await done(house, "reconcile_statement", **arguments(wider))

    assert [each["invoice"]["number"] for each in made["payments"]] == ["INV-0149"]
    assert len(paying(house, "INV-0151")) == 1


async def test_another_format_of_the_same_days_doubles_nothing(house: House) -> None:
    """Where its words, and so its ids, are other ones: what the lines are is in the books by then."""
    await done(house, "reconcile_statement", **arguments())
    other = "Date;Details;Debit;Credit\n15/06/2026;DC BROOKLYN HILL WIND EN INV-0151;;690,00\n"
    other += "13/06/2026;FUEL;109,11;\n"

    reported = await states(house, other)

    assert set(reported.values()) == {"in_books"}


async def test_two_equal_lines_of_one_day_are_two_payments(house: House) -> None:
    """And both are distinguished when the file comes again."""
    line = {"description": "Job", "quantity": "1", "unit_amount": "100.00", "account": "200"}
    for _ in range(2):
        await done(
            house, "create_invoice", contact="Karori Veterinary Clinic", lines=[line], due_in_days=7, approve=True
        )
    made = [each["InvoiceNumber"] for each in rows(house, "Invoices", Total=Decimal("115.00"), Status="AUTHORISED")][
        -2:
    ]
    twice = HEAD + "2026-06-16,115.00,KARORI VETERINARY CLINIC,\n" * 2

    both = [{"row": 2, "pays": [made[0]]}, {"row": 3, "pays": [made[1]]}]
    await done(house, "reconcile_statement", **arguments(twice, choices=both))

    assert [len(paying(house, each)) for each in made] == [1, 1]
    assert set((await states(house, twice)).values()) == {"applied"}


async def test_one_line_pays_several_and_several_pay_one(house: House) -> None:
    """To the cent, in the order chosen."""
    choices = [
        {"row": 2, "pays": ["INV-0151", "INV-0153"]},
        {"row": 3, "pays": ["INV-0149"]},
        {"row": 4, "pays": ["INV-0149"]},
    ]
    file = HEAD + "2026-06-15,966.00,A,\n2026-06-15,4000.00,B,\n2026-06-16,105.49,C,\n"

    await done(house, "reconcile_statement", **arguments(file, choices=choices))

    assert [row(house, "Invoices", InvoiceNumber=each)["Status"] for each in ("INV-0151", "INV-0153")] == ["PAID"] * 2
    assert row(house, "Invoices", InvoiceNumber="INV-0149")["AmountDue"] == Decimal("0.01")


async def test_a_choice_takes_its_document_from_the_others(house: House) -> None:
    """What a person gave away is not matched again."""
    file = HEAD + "2026-06-14,690.00,SOMEBODY,\n" + BROOKLYN

    proposed = await house.call("reconcile_statement", **arguments(file, choices=[{"row": 2, "pays": ["INV-0151"]}]))

    assert [each["row"] for each in proposed["plan"]["after"]["lines"]] == [2]


@pytest.mark.parametrize(
    ("choice", "path"),
    [
        ({"row": 99, "pays": ["INV-0151"]}, "/choices/0/row"),
        ({"row": 2}, "/choices/0"),
        ({"row": 2, "pays": ["INV-0151"], "leave": True}, "/choices/0"),
        ({"row": 2, "pays": ["INV-9999"]}, "/choices/0/pays/0"),
        ({"row": 2, "pays": ["CP-2270"]}, "/choices/0/pays/0"),
        ({"row": 2, "pays": ["INV-0153"]}, "/choices/0/pays"),
        ({"row": 2, "pays": ["INV-0151", "INV-0149"]}, "/choices/0/pays/1"),
        ({"row": 4, "account": "404"}, "/choices/0/contact"),
        ({"row": 4, "account": "091", "contact": "Capital Power"}, "/choices/0/account"),
        ({"row": 4, "account": "610", "contact": "Capital Power"}, "/choices/0/account"),
        ({"row": 4, "account": "404", "contact": "Nobody At All"}, "/choices/0/contact"),
        ({"row": 4, "account": "404", "contact": "Capital Power", "tax": "MOON"}, "/choices/0/tax"),
    ],
)
async def test_a_wrong_choice_is_refused_at_its_place(house: House, choice: dict[str, Any], path: str) -> None:
    """Nothing is planned then."""
    error = await refused(house, "reconcile_statement", **arguments(choices=[choice]))

    assert paths(error) == [path]


async def test_a_row_is_chosen_for_once(house: House) -> None:
    """Two choices for one line contradict each other."""
    twice = [{"row": 2, "pays": ["INV-0151"]}, {"row": 2, "leave": True}]

    error = await refused(house, "reconcile_statement", **arguments(choices=twice))

    assert paths(error) == ["/choices/1/row"]


async def test_doubtful_lines_are_never_recorded_by_themselves(house: House) -> None:
    """Two bills of one amount: a person decides, however low the bar."""
    file = HEAD + "2026-06-15,-299.00,RIMU CLEANING,\n"

    error = await refused(house, "reconcile_statement", **arguments(file, min_score=1))
    chosen = await plan(house, "reconcile_statement", **arguments(file, choices=[{"row": 2, "pays": ["RCS-2249"]}]))

    assert "1 ambiguous" in error["message"]
    assert "RCS-2249" in chosen["after"]["lines"][0]["records"]


async def test_only_what_was_chosen_is_recorded_if_so_asked(house: House) -> None:
    """Sure or not."""
    proposed = await plan(house, "reconcile_statement", **arguments(choices=TO_FEES, sure_ones=False))

    assert [each["row"] for each in proposed["after"]["lines"]] == [4]


async def test_what_is_in_the_books_is_warned_of_if_it_is_booked_again(house: House) -> None:
    """A person may still want it."""
    file = HEAD + "2026-06-13,-109.11,FUEL,\n"
    choice = [{"row": 2, "account": "449", "contact": "Capital Power"}]

    proposed = await plan(house, "reconcile_statement", **arguments(file, choices=choice))

    assert "possible_duplicate" in warned(proposed)


async def test_tax_is_inside_the_amount(house: House) -> None:
    """The bank transaction comes to the line, whatever the tax."""
    file = HEAD + "2026-06-16,-57.50,STATIONERY,\n"
    choice = [{"row": 2, "account": "453", "contact": "Kapiti Office Supplies", "description": "Paper"}]

    await done(house, "reconcile_statement", **arguments(file, choices=choice))

    stored = row(house, "BankTransactions", Reference="STATIONERY")
    assert (stored["Total"], stored["TotalTax"]) == (Decimal("57.50"), Decimal("7.50"))
    assert stored["LineItems"][0]["Description"] == "Paper"


async def test_every_step_has_its_own_key_intent_and_read_back(house: House) -> None:
    """And stands in the audit."""
    from atom_xero_plugin.store import audit

    answer = await house.do("reconcile_statement", **arguments(choices=TO_FEES))

    entries = await audit.entries(house.runtime.store, "default", 50)
    events = [each.event for each in entries if each.subject == answer["plan"]["id"]]
    assert [events.count(f"step.{each}") for each in ("sending", "answered", "verified")] == [3, 3, 3]
    assert (await audit.verify(house.runtime.store, "default")).ok


async def test_nothing_is_written_before_approval(house: House) -> None:
    """A plan is only words."""
    before = writes(house)
    await plan(house, "reconcile_statement", **arguments(choices=TO_FEES))

    assert writes(house) == before


async def test_the_plan_says_how_much_it_books(house: House) -> None:
    """All of it, in and out alike: a plan that moves money never reads as one over nothing."""
    proposed = await plan(house, "reconcile_statement", **arguments(choices=TO_FEES))

    assert proposed["amount"] == {"amount": "1061.76", "currency": "NZD"}
