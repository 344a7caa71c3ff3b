"""What a bank file leaves open is asked in a form that a program can show, and an answer is asked for once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.asking import done, paths, plan, refused, result, row, rows, warned
from support.statements import HEAD

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.fingerprints import fingerprint
from atom_xero_plugin.reconciliation.layout_store import StatementLayouts
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio

CARD = "Date,Description,Amount\n2026-06-14,SHOP,41.20\n2026-06-15,PAYMENT,-300.00\n"
NEXT = "Date,Description,Amount\n2026-07-14,CITY BOOKS,-9.00\n2026-07-15,RIDGEWAY,12.00\n2026-07-16,HARBOUR,-1.00\n"


async def amounts(house: House, file: str, account: str = "092", **more: Any) -> tuple[list[str], dict[str, Any]]:
    reported = await result(house, "suggest_matches", statement=file, account=account, limit=100, **more)
    return [each["amount"]["amount"] for each in reported["items"]], reported


async def test_a_question_names_its_field_the_allowed_values_and_lines_of_the_file(house: House) -> None:
    """And shows the argument as it is typed."""
    error = await refused(house, "suggest_matches", statement=CARD, account="090")

    assert (error["code"], paths(error)) == ("ambiguous", ["/layout/sign"])
    assert error["fields"][0]["allowed"] == ["in_positive", "out_positive"]
    assert error["fields"][0]["examples"] == [
        "line 2: 2026-06-14 | SHOP | 41.20",
        "line 3: 2026-06-15 | PAYMENT | -300.00",
    ]
    assert '{"layout":{"sign":"in_positive"}}' in error["hint"]


@pytest.mark.parametrize("text", [False, True])
async def test_the_layout_is_an_object_and_older_callers_give_it_as_text(house: House, text: bool) -> None:
    """Both read the file the same."""
    layout: Any = {"sign": "out_positive", "columns": {"payee": ["Description"]}}
    found, reported = await amounts(house, CARD, layout=json.dumps(layout) if text else layout)

    assert found == ["-41.20", "300.00"]
    assert reported["statement"]["read_as"]["sign"] == "out_positive"
    error = await refused(house, "suggest_matches", statement=CARD, account="092", layout={"sign": "minus"})
    assert paths(error) == ["/layout/sign"]


async def test_an_answer_is_remembered_for_the_account_and_the_layout(house: House) -> None:
    """It is shown as remembered; a file that alone would be read otherwise is read by it."""
    await amounts(house, CARD, layout={"sign": "out_positive"})
    found, reported = await amounts(house, NEXT)
    elsewhere, _ = await amounts(house, NEXT, account="090")
    other_file = await refused(house, "suggest_matches", statement=NEXT.replace("Amount", "Value"), account="092")

    assert found == ["9.00", "-12.00", "1.00"]
    assert reported["statement"]["remembered"] == {"sign": "out_positive"}
    assert any("answered for this account before" in note for note in reported["notes"])
    assert elsewhere == ["-9.00", "12.00", "-1.00"]
    assert paths(other_file) == ["/layout/sign"]


async def test_an_answer_can_be_given_again(house: House) -> None:
    """The new one is remembered then; what was answered of other parts stays."""
    await amounts(house, CARD, layout={"sign": "out_positive", "currency": "NZD"})
    again, reported = await amounts(house, NEXT, layout={"sign": "in_positive"})
    after, later = await amounts(house, NEXT)

    assert again == after == ["-9.00", "12.00", "-1.00"]
    assert reported["statement"]["remembered"] == {"currency": "NZD"}
    assert later["statement"]["remembered"] == {"sign": "in_positive", "currency": "NZD"}


async def test_an_answer_that_does_not_fit_a_file_is_left_out(house: House) -> None:
    """The same headings, but the month is written first."""
    first = "Date,Description,Amount\n06/07/2026,A,-1.00\n"
    await amounts(house, first, account="090", layout={"date_order": "day_first"})
    reported = await result(house, "suggest_matches", statement=first.replace("06/07", "06/27"), account="090")

    assert [each["date"] for each in reported["items"]] == ["2026-06-27"]
    assert reported["statement"]["remembered"] == {}


async def test_an_account_that_xero_holds_as_a_card_is_asked_about_its_signs(house: House) -> None:
    """Whatever the words of the lines are; on a bank account the same file is read, with a warning in every plan."""
    error = await refused(house, "suggest_matches", statement=NEXT, account="092")
    file = HEAD + "2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151\n2026-06-16,-1.00,X,\n2026-06-17,-1.00,Y,\n"
    proposed = await plan(house, "reconcile_statement", statement=file, account="090")

    assert paths(error) == ["/layout/sign"]
    assert "unproven_sign" in warned(proposed)
    assert any("nothing else shows it" in each["message"] for each in proposed["warnings"])


def ofx(day: str, amount: str, name: str) -> str:
    """A file of one line with the id that this bank gives to the first line of every month."""
    line = f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>1<NAME>{name}</STMTTRN>"
    account = "<CURDEF>NZD<BANKACCTFROM><BANKID>1<ACCTID>77<ACCTTYPE>CHECKING</BANKACCTFROM>"
    body = f"<STMTRS>{account}<BANKTRANLIST>{line}</BANKTRANLIST></STMTRS>"
    return f"OFXHEADER:100\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>{body}</STMTTRNRS></BANKMSGSRSV1></OFX>"


async def test_a_bank_that_gives_its_ids_again_hides_no_line(house: House) -> None:
    """The second month's line is another one, of whichever file it comes in; each is recorded once."""
    to_fees = [{"row": 1, "account": "404", "contact": "Capital Power"}]
    months = [("20260401", "-8.95"), ("20260501", "-8.95"), ("20260601", "-9.35")]  # two of them of one amount
    files = [ofx(day, amount, "MONTHLY FEE") for day, amount in months]
    for file in files:
        await done(house, "reconcile_statement", statement=file, account="090", choices=to_fees)
    reported = [await result(house, "suggest_matches", statement=file, account="090") for file in (*files, *files)]

    assert [each["items"][0]["state"] for each in reported] == ["applied"] * 6
    assert any("ids of earlier lines again" in note for note in reported[1]["notes"])
    booked = [
        each for each in rows(house, "BankTransactions", Status="AUTHORISED") if each["Reference"].endswith("FEE")
    ]
    assert sorted(str(each["Total"]) for each in booked) == ["8.95", "8.95", "9.35"]


async def test_a_line_recorded_with_the_opposite_sign_is_not_recorded_again(house: House) -> None:
    """The file was read the other way round before: a person is asked to check."""
    to_fees = [{"row": 1, "account": "404", "contact": "Capital Power"}]
    file = ofx("20260501", "-8.95", "MONTHLY FEE")
    await done(
        house, "reconcile_statement", statement=file, account="090", choices=to_fees, layout={"sign": "out_positive"}
    )
    reported = await result(house, "suggest_matches", statement=file, account="090", layout={"sign": "in_positive"})

    assert reported["items"][0]["state"] == "applied"
    assert any("opposite sign" in note for note in reported["notes"])


async def test_the_answers_of_one_workspace_are_not_those_of_another(house: House) -> None:
    """The table is kept apart as every other."""
    await amounts(house, CARD, layout={"sign": "out_positive"})
    mark = fingerprint(CARD.encode(), CsvLayoutInput(encoding="utf-8"))
    account = row(house, "Accounts", Code="092")["AccountID"]
    own, stranger = (
        StatementLayouts(house.runtime.store, house.runtime.clock, workspace)
        for workspace in (house.person.workspace_id, "someone else")
    )

    assert mark is not None
    assert await own.find(house.organisation, account, mark) == CsvLayoutInput(sign="out_positive")
    assert await stranger.find(house.organisation, account, mark) is None
