"""What suggest_matches promises."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from support.asking import change, paths, refused, result, row, rows, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
HEAD = "Date,Amount,Payee,Reference\n"
FILE = (
    HEAD + "2026-06-04,690.00,ISLAND BAY SURF CLUB,INV-0148\n"
    "2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151\n"
    "2026-06-15,-299.00,RIMU CLEANING,\n"
    "2026-06-16,12.00,UNKNOWN PAYER,\n"
)


async def suggested(house: House, file: str = FILE, **more: Any) -> dict[int, dict[str, Any]]:
    """The lines of a statement by their row."""
    asked = {"layout": '{"sign": "in_positive"}', "limit": 100, **more}
    reported = await result(house, "suggest_matches", statement=file, account="090", **asked)
    return {each["row"]: each for each in reported["items"]}


async def test_each_line_says_what_it_is_and_why(house: House) -> None:
    """In the books, sure, doubtful, or nothing at all."""
    lines = await suggested(house)

    assert [lines[number]["state"] for number in (2, 3, 4, 5)] == ["in_books", "ready", "ambiguous", "unmatched"]
    assert lines[3]["match"]["pays"][0]["number"] == "INV-0151"
    assert "INV-0151 in the text" in lines[3]["match"]["reasons"]
    assert lines[4]["note"].startswith("2 fit about equally: RCS-22")
    assert lines[2]["match"]["does"].startswith("Nothing to record")


async def test_sums_stand_before_the_lines_and_cover_all_of_them(house: House) -> None:
    """However few lines are shown."""
    reported = await result(house, "suggest_matches", statement=FILE, account="090", limit=1)

    assert {each["state"]: each["lines"] for each in reported["sums"]} == {
        "ready": 1, "in_books": 1, "ambiguous": 1, "unmatched": 1,
    }  # fmt: skip
    assert (reported["total"], len(reported["items"]), reported["has_more"]) == (4, 1, True)


async def test_the_rest_follows_by_cursor(house: House) -> None:
    """Each line once."""
    seen, cursor = [], None
    while True:
        more = {"cursor": cursor} if cursor else {}
        reported = await result(house, "suggest_matches", statement=FILE, account="090", limit=3, **more)
        seen += [each["row"] for each in reported["items"]]
        cursor = reported["next_cursor"]
        if cursor is None:
            break

    assert seen == [2, 3, 4, 5]


async def test_lines_of_one_state_can_be_asked_for(house: House) -> None:
    """For example those that a person must decide."""
    assert list(await suggested(house, only="ambiguous")) == [4]


async def test_a_higher_bar_leaves_less_that_is_sure(house: House) -> None:
    """The score stays what it is."""
    file = HEAD + "2026-06-15,4105.50,KARORI VETERINARY CLINIC,\n"

    assert (await suggested(house, file))[2]["state"] == "ready"
    assert (await suggested(house, file, min_score=99))[2]["state"] == "weak"


async def test_it_never_says_reconciled_and_says_what_to_click(house: House) -> None:
    """Xero has no way in for that."""
    reported = await result(house, "suggest_matches", statement=FILE, account="090")

    assert reported["in_xero"].startswith("Nothing is reconciled by this")
    assert "Business Cheque Account" in reported["in_xero"]


async def test_a_record_that_xero_has_reconciled_needs_no_click(house: House) -> None:
    """An older line whose payment is done with."""
    payment = next(each for each in rows(house, "Payments") if each["IsReconciled"] and each["Status"] == "AUTHORISED")
    sign = "" if payment["PaymentType"] == "ACCRECPAYMENT" else "-"
    file = HEAD + f"{payment['Date']},{sign}{payment['Amount']},,{payment['Invoice']['InvoiceNumber']}\n"

    line = (await suggested(house, file))[2]

    assert line["state"] == "in_books"
    assert line["match"]["does"].endswith("is in the books and reconciled in Xero.")


async def test_a_file_may_come_as_bytes(house: House) -> None:
    """OFX in an encoding of its own."""
    ofx = (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
        "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260616<LANGUAGE>ENG</SONRS>"
        "</SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS>"
        "<CURDEF>NZD<BANKACCTFROM><BANKID>12<ACCTID>12-3456-0789012-00<ACCTTYPE>CHECKING</BANKACCTFROM>"
        "<BANKTRANLIST><DTSTART>20260601<DTEND>20260616<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260615<TRNAMT>690.00"
        "<FITID>A1<NAME>BROOKLYN CAFÉ<MEMO>INV-0151</STMTTRN></BANKTRANLIST>"
        "<LEDGERBAL><BALAMT>100.00<DTASOF>20260616</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )
    reported = await result(
        house, "suggest_matches", account="090",
        statement="base64:" + base64.b64encode(ofx.encode("cp1252")).decode(),
    )  # fmt: skip

    assert reported["statement"]["format"] == "ofx"
    assert reported["items"][0]["text"] == "BROOKLYN CAFÉ INV-0151"
    assert reported["items"][0]["match"]["pays"][0]["number"] == "INV-0151"
    assert reported["notes"] == []


async def test_another_account_number_in_the_file_is_reported(house: House) -> None:
    """The person may have named the wrong account."""
    file = "Account,Date,Amount,Payee\n99-8888-7777777-00,2026-06-15,690.00,X\n99-8888-7777777-00,2026-06-16,1.00,Y\n"

    reported = await result(house, "suggest_matches", statement=file, account="090", layout='{"sign": "in_positive"}')

    assert any("99-8888-7777777-00" in note for note in reported["notes"])


async def test_a_statement_in_another_currency_is_refused(house: House) -> None:
    """Amounts of two currencies are never compared."""
    file = "Date,Amount,Payee,Currency\n2026-06-15,690.00,X,USD\n2026-06-16,-1.00,Y,USD\n"

    error = await refused(house, "suggest_matches", statement=file, account="090")

    assert (error["code"], paths(error)) == ("conflict", ["/account"])


async def test_an_invoice_in_another_currency_is_no_candidate(house: House) -> None:
    """Its amount is not what the bank shows."""
    change(house, "Invoices", row(house, "Invoices", InvoiceNumber="INV-0151"), CurrencyCode="USD")

    line = (await suggested(house))[3]

    assert line["state"] != "ready"
    assert "INV-0151" not in [each["number"] for each in line.get("match", {}).get("pays", [])]


async def test_what_cannot_be_read_is_refused_with_the_line(house: House) -> None:
    """And nothing was written; the argument that is wrong is named."""
    broken = await refused(house, "suggest_matches", statement=HEAD + "2026-06-15,abc,X,\n", account="090")
    bytes_ = await refused(house, "suggest_matches", statement="base64:@@@", account="090")
    layout = await refused(house, "suggest_matches", statement=FILE, account="090", layout='{"dates": 1}')
    account = await refused(house, "suggest_matches", statement=FILE, account="200")

    assert "Line 2" in broken["message"]
    assert (paths(bytes_), paths(layout), paths(account)) == (["/statement"], ["/layout/dates"], ["/account"])
    assert "date_order" in layout["message"]


async def test_a_layout_decides_what_the_file_leaves_open(house: House) -> None:
    """As the error asks for it."""
    file = "Date,Amount,Payee\n04/06/2026,690.00,ISLAND BAY SURF CLUB\n"
    open_ = await house.call("suggest_matches", statement=file, account="090")
    lines = await suggested(house, file, layout='{"date_order": "day_first", "sign": "in_positive"}')

    assert open_["success"] or open_["error"]["code"] == "ambiguous"
    assert lines[2]["date"] == "2026-06-04"


async def test_a_line_that_is_more_than_what_it_names_says_so(house: House) -> None:
    """Perhaps an overpayment: a person must see it."""
    line = (await suggested(house, HEAD + "2026-06-15,700.00,BROOKLYN HILL WIND EN,INV-0151\n"))[2]

    assert line["state"] == "unmatched"
    assert "NZD 690.00 on INV-0151 of Brooklyn Hill Wind Energy" in line["note"]


async def test_it_writes_nothing_to_xero(house: House) -> None:
    """Not even a line of ours is planned."""
    before = writes(house)
    await suggested(house)

    assert writes(house) == before
    assert [each["state"] for each in (await suggested(house)).values()].count("planned") == 0
