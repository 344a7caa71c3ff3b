"""What people and models type: money, days and words in other forms than the schema's are understood, or asked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.validation import Customs, CustomsNeeded, check
from atom_xero_plugin.catalogue.validation.amounts import amount_of
from atom_xero_plugin.catalogue.validation.conventions import Question
from atom_xero_plugin.catalogue.validation.dates import day_of
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.testing import House

NZ = Customs(dt.date(2026, 6, 16), "NZ", "NZD")
US = Customs(dt.date(2026, 6, 16), "US", "USD")
CA = Customs(dt.date(2026, 6, 16), "CA", "CAD")
DE = Customs(dt.date(2026, 6, 16), "DE", "EUR")
SKILLS = Registry()


def _payment(customs: Customs | None = NZ, **arguments: Any) -> Any:
    given = {"invoice": "INV-1", "account": "090", **arguments}
    return check(SKILLS.skill("record_payment"), given, customs)


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("1,000", "1000"), ("1,000.50", "1000.50"), ("$1,000", "1000"), ("$ 1,000.00", "1000.00"),
        ("1 000,00", "1000.00"), ("1.000,00", "1000.00"), ("1'000.00", "1000.00"), ("NZD 12.30", "12.30"),
        ("12.30 NZD", "12.30"),
        ("NZ$12.30", "12.30"), ("1,000,000", "1000000"), ("1\u00a0000.5", "1000.5"), (" 19.99 ", "19.99"),
        ("12,5", "12.5"),
        ("0,125", "0.125"), ("1,00,000.00", "100000.00"), ("-1,000.00", "-1000.00"), ("-$5.00", "-5.00"),
    ],
)  # fmt: skip
def test_money_is_read_as_it_is_typed(typed: str, exact: str) -> None:
    """To the last digit, where it can be nothing else in the organisation's country."""
    assert amount_of(typed, NZ, None) == exact


@pytest.mark.parametrize(
    ("typed", "customs"),
    [("1,000", DE), ("1,000", CA), ("(1,000.00)", NZ), ("5.00-", NZ), ("EUR 5.00", NZ), ("€5", NZ), ("$5", DE),
     ("5 kr", NZ)],
)  # fmt: skip
def test_money_that_may_be_something_else_is_asked(typed: str, customs: Customs) -> None:
    """A comma of thousands or decimals, a sign below zero, another currency."""
    assert isinstance(amount_of(typed, customs, None), Question)


def test_a_currency_next_to_an_amount_goes_by_that_of_the_arguments() -> None:
    """Not by the organisation's, where they name one."""
    assert amount_of("€5.00", NZ, "EUR") == "5.00"
    assert isinstance(amount_of("NZD 5.00", NZ, "EUR"), Question)


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        ("19.99", "19.99"),
        ("100", "100"),
        ("19.990", "19.990"),
        ("1.5e2", "150"),
        ("0.1", "0.1"),
        ("123456789012.25", None),
    ],
)
def test_a_json_number_is_the_text_that_it_was_written_as(number: str, exact: str | None) -> None:
    """The characters of the token count, not the binary fraction nearest to them."""
    text = f'{{"kind": "sales", "min_amount": {number}}}'

    taken = check(SKILLS.skill("find_invoices"), text)

    assert str(taken.min_amount) == (exact or number)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e-400", "0.000001", "19.990000000000000001", "1e30"])
def test_a_number_that_no_amount_can_be_is_refused(number: str) -> None:
    """Nothing is rounded into place."""
    with pytest.raises(InvalidArguments, match="min_amount"):
        check(SKILLS.skill("find_invoices"), f'{{"min_amount": {number}}}')


@pytest.mark.parametrize("value", [19.99, 100, 100.0, Decimal("19.99")])
def test_a_number_of_a_program_is_taken_as_it_prints(value: Any) -> None:
    """An AI client's library reads JSON before we do."""
    assert _payment(amount=value).amount == Decimal(str(value)).normalize()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/8/2026", "2026-08-31"), ("3/4/2026", "2026-04-03"), ("31.8.2026", "2026-08-31"),
        ("31-08-2026", "2026-08-31"),
        ("31 Aug 2026", "2026-08-31"), ("31st August 2026", "2026-08-31"), ("Aug 31, 2026", "2026-08-31"),
        ("31-Aug-2026", "2026-08-31"), ("2026/8/31", "2026-08-31"), ("2026-08-31T00:00:00Z", "2026-08-31"),
        ("today", "2026-06-16"), ("Yesterday", "2026-06-15"), ("tomorrow", "2026-06-17"), ("in 14 days", "2026-06-30"),
        ("2 days ago", "2026-06-14"), ("8/31/2026", "2026-08-31"), ("1 Sept 2026", "2026-09-01"),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_typed(typed: str, day: str) -> None:
    """In the order of the organisation's country, or by its words, in its time zone."""
    assert str(_payment(date=typed).date) == day


def test_the_order_of_a_date_is_that_of_the_organisations_country() -> None:
    """Where both orders are written, or nothing is known, it is asked with both days."""
    assert str(_payment(US, date="3/4/2026").date) == "2026-03-04"
    assert str(_payment(DE, date="3.4.2026").date) == "2026-04-03"
    with pytest.raises(InvalidArguments, match="can be 2026-04-03 or 2026-03-04"):
        _payment(CA, date="3/4/2026")
    with pytest.raises(CustomsNeeded):
        _payment(None, date="3/4/2026")


@pytest.mark.parametrize(
    "typed", ["31/8/26", "31 Aug", "next friday", "friday", "30/2/2026", "0/1/2026", "soon", "1.2"]
)
def test_a_day_that_is_not_sure_is_asked(typed: str) -> None:
    """Never guessed."""
    with pytest.raises(InvalidArguments, match="date"):
        _payment(date=typed)


def test_a_month_is_a_day_only_with_its_year() -> None:
    """And `may` is a month, while `ma` is two."""
    assert day_of("1 May 2026", NZ) == dt.date(2026, 5, 1)
    assert day_of("1 ma 2026", NZ) is None


def test_words_of_a_list_and_plain_types_are_read_in_other_forms() -> None:
    """Capitals, blanks for underscores, numbers and yes as text, lists as JSON within text."""
    taken = check(SKILLS.skill("find_invoices"), {"status": "Awaiting payment", "limit": "5"})
    made = check(
        SKILLS.skill("create_invoice"),
        {"contact": "Acme", "lines": '[{"description": "x", "unit_amount": 9.5, "account": "200"}]', "approve": "yes"},
    )

    assert (taken.status, taken.limit) == ("awaiting_payment", 5)
    assert (made.lines[0].unit_amount, made.approve) == (Decimal("9.5"), True)
    assert check(SKILLS.skill("find_invoices"), '{"limit": 20.0}').limit == 20


@pytest.mark.parametrize(
    ("skill", "arguments", "path", "meant"),
    [
        ("create_invoice", {"lines": [{"unit_price": "1"}]}, "/lines/0/unit_price", "unit_amount"),
        ("create_invoice", {"lines": [{"price": "1"}]}, "/lines/0/price", "unit_amount"),
        ("create_invoice", {"lines": [{"qty": "1"}]}, "/lines/0/qty", "quantity"),
        ("create_invoice", {"lines": [{"gst": "x"}]}, "/lines/0/gst", "tax"),
        ("create_invoice", {"lines": [{"notes": "x"}]}, "/lines/0/notes", "description"),
        ("create_invoice", {"lines": [{"product_code": "x"}]}, "/lines/0/product_code", "item"),
        ("create_invoice", {"lines": [{"due_date": "x"}]}, "/lines/0/due_date", "due_date"),
        ("create_invoice", {"customer": "x"}, "/customer", "contact"),
        ("create_invoice", {"due": "x"}, "/due", "due_date"),
        ("create_invoice", {"memo": "x"}, "/memo", "reference"),
        ("create_invoice", {"line_items": []}, "/line_items", "lines"),
        ("create_bill", {"vendor": "x"}, "/vendor", "contact"),
        ("create_bill", {"vat": "x"}, "/vat", "lines.0.tax"),
        ("record_payment", {"paid_on": "x"}, "/paid_on", "date"),
        ("find_invoices", {"date_from": "x"}, "/date_from", "dates.from"),
        ("find_invoices", {"since": "x"}, "/since", "dates.from"),
        ("find_invoices", {"until": "x"}, "/until", "dates.to"),
        ("find_invoices", {"from": "x"}, "/from", "dates.from"),
        ("find_invoices", {"supplier": "x"}, "/supplier", "contact"),
        ("find_invoices", {"amount": "x"}, "/amount", "min_amount or max_amount"),
        ("find_invoices", {"pageSize": 1}, "/pageSize", "limit"),
        ("show_report", {"months": 1}, "/months", "compare_periods"),
        ("create_contact", {"abn": "x"}, "/abn", "tax_number"),
        ("create_contact", {"zip": "x"}, "/zip", "address.postal_code"),
        ("change_invoice", {"add_lines": [{"cost": "x"}]}, "/add_lines/0/cost", "unit_amount"),
        ("reconcile_statement", {"choices": [{"row": 1, "skip": True}]}, "/choices/0/skip", "leave"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_reported_the_field_that_it_means(skill: str, arguments: Any, path: str, meant: str) -> None:
    """By meaning, said where the field is declared; also where it stands in another part."""
    with pytest.raises(InvalidArguments) as caught:
        check(SKILLS.skill(skill), arguments)

    reported = {field.path: field.message for field in caught.value.fields}
    assert reported[path] == f"is not a field here. Did you mean {meant}?"


@pytest.mark.parametrize("name", ["colour", "x", "foo_bar", "warehouse"])
def test_a_name_that_means_nothing_here_is_reported_all_fields(name: str) -> None:
    """Instead of one that is only spelt a little like it."""
    with pytest.raises(InvalidArguments) as caught:
        check(SKILLS.skill("create_invoice"), {name: 1})

    reported = {field.path: field.message for field in caught.value.fields}
    assert reported[f"/{name}"].startswith("is not a field here. The fields are: amounts_are, approve, ")


@pytest.mark.anyio
async def test_days_and_money_are_read_for_the_organisation_that_is_asked(house: House) -> None:
    """Through the one entry point; the plan shows the exact day and amount that were understood."""
    invoice = {
        "contact": "Kauri Grove Cafe",
        "lines": [{"description": "x", "unit_amount": "$1,000", "account": "200"}],
    }

    reported = await house.call("create_invoice", **invoice, date="3/6/2026", due_date="tomorrow")

    after = reported["plan"]["after"]
    assert (after["date"], after["due_date"], after["lines"][0]["amount"]["amount"]) == (
        "2026-06-03", "2026-06-17", "1000.00",
    )  # fmt: skip
    invalid = await house.call("create_invoice", **invoice, date="3/6/26")
    assert invalid["error"]["code"] == "invalid_arguments"
    assert [field["path"] for field in invalid["error"]["fields"]] == ["/date"]


@pytest.mark.anyio
async def test_what_is_plainly_wrong_is_reported_before_an_organisation_is_checked_for(house: House) -> None:
    """Next to a day that depends on it."""
    answer = await house.ask("find_invoices", {"dates": {"from": "yesterday"}, "limit": 0}, organisation="nowhere")

    assert answer["error"]["code"] == "invalid_arguments"


@pytest.mark.anyio
async def test_filters_of_a_trigger_are_kept_as_they_were_understood(house: House) -> None:
    """Not as they were typed: what reads them later knows exact amounts alone."""
    trigger = next(each for each in SKILLS.triggers if each.name == "invoice_paid")

    made = await house.runtime.subscriptions.turn_on("default", trigger, {"min_total": "1,000.50"}, by="person:x")

    assert made.filters == {"min_total": "1000.50"}


@pytest.mark.anyio
async def test_a_whole_number_is_taken_where_a_code_or_a_place_is_text(house: House) -> None:
    """As models write accounts, numbers and places of lines; what is no whole number is not."""
    line = {"description": "Poster", "quantity": 1, "unit_amount": 10, "account": 200}
    made = await house.do("create_invoice", contact="Kauri Grove Cafe", lines=[line, line], due_in_days=5)
    number = made["result"]["invoice"]["number"]
    changed = await house.do("change_invoice", invoice=number, remove_lines=[2], reference=4711)
    invalid = [await house.call("change_invoice", invoice=number, remove_lines=[each]) for each in (1.5, True, -1)]

    shown = (await house.call("show_invoice", invoice=number))["result"]["invoice"]
    assert changed["success"], changed
    assert (len(shown["lines"]), shown["reference"]) == (1, "4711")
    assert [each["error"]["code"] for each in invalid] == ["invalid_arguments"] * 3
