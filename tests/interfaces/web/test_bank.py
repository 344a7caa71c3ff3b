"""Bank accounts, the import of a statement and its reconciliation, as a person's journeys without scripts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from support.bank_studio import BALANCED, Studio, said
from support.browsing import browser_of
from support.service import OWN_FORM, Served
from support.statement_files import camt053

pytestmark = pytest.mark.anyio


@pytest.fixture
async def studio(served: Served) -> AsyncIterator[Studio]:
    async with browser_of(served) as browser:
        yield Studio(served, browser)


async def test_what_was_read_is_shown_before_it_counts(studio: Studio) -> None:
    page = await studio.upload(BALANCED)

    words = said(page)
    for expected in ("690.00", "371.76", "318.24", "1,318.24", "15 Jun to 16 Jun", "Import 3 new lines", "ACCOUNT FEE"):
        assert expected in words, (expected, words)
    assert "No statement of this account yet" in said(await studio.get(f"{studio.here}/reconcile"))


async def test_a_statement_of_another_format_is_shown_and_imported_alike(studio: Studio) -> None:
    page = await studio.upload(camt053(), "june.xml")
    lines = await studio.press(page, "Import")

    assert "Import 3 new lines" in said(page)
    assert "1,318.24" in said(page)
    assert "INV-0151" in said(lines)


async def test_a_question_about_the_layout_is_asked_once_and_remembered(studio: Studio) -> None:
    """Whether 03/06 is in June or in March, nothing in the file says."""
    head = "Date,Amount,Payee,Reference,Balance\n"
    lines = ["03/06/2026,690.00,BROOKLYN,INV-0151,1690.00\n", "04/06/2026,-12.50,ACCOUNT FEE,,1677.50\n"]
    asked = await studio.upload(head + lines[0] + lines[1])
    answered = await studio.press(asked, "Read it so", date_order="day_first")
    again = await studio.upload(head + lines[0] + lines[1] + "05/06/2026,-1.00,CHEQUE FEE,,1676.50\n")

    assert asked.status_code == 400
    assert "day first, 03/04 is 3 April" in said(asked)
    assert "3 Jun to 4 Jun" in said(answered)
    assert "3 Jun to 5 Jun" in said(again)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7 statement", "june.ofx", "This is a PDF, which is not read."),
        (b"\x89PNG\r\n\x1a\n", "june.csv", "This is a picture, which is not read."),
        (b"PK\x03\x04rest", "june.xlsx", "an Excel workbook or a zip file"),
        (b"\x00\x01\x02\x03" * 50, "june.csv", ""),
        (b"", "june.csv", "Choose a file that holds something."),
        (b"<html><script>alert(1)</script>", "june.csv", "a web page"),
    ],
)  # fmt: skip
async def test_what_is_no_statement_is_refused_with_what_to_do(
    studio: Studio, content: bytes, name: str, expected: str
) -> None:
    """By what it holds, whatever its name says."""
    page = await studio.upload(content, name)

    assert page.status_code == 400
    assert expected in said(page)
    assert "<script>alert" not in page.text
    assert "Choose another file" in said(page) or "Choose a file" in said(page)


async def test_a_file_that_is_too_large_is_refused_unread(studio: Studio) -> None:
    page = await studio.upload(b"a" * (10 * 1024 * 1024 + 1))

    assert page.status_code == 400
    assert "more than 10 MB" in said(page)


async def test_the_name_and_the_words_of_a_file_are_no_markup(studio: Studio) -> None:
    line = 'Date,Amount,Payee,Reference,Balance\n2026-06-15,690.00,"<img src=x onerror=alert(1)>",<b>x</b>,1690.00\n'
    line += "2026-06-16,-12.50,ACCOUNT FEE,,1677.50\n"
    page = await studio.upload(line, "../../<svg onload=alert(1)>.csv")
    lines = await studio.press(page, "Import")

    for each in (page, lines):
        assert "<img src=x" not in each.text
        assert "<svg onload" not in each.text
        assert "<b>x</b>" not in each.text
    assert "&lt;svg onload=alert(1)&gt;.csv" in page.text


async def test_a_form_with_a_file_needs_the_session_s_token(studio: Studio) -> None:
    files = {"file": ("june.csv", BALANCED.encode())}
    sent = await studio.browser.client.post(f"{studio.here}/import", data={"csrf": "x"}, files=files, headers=OWN_FORM)

    assert sent.status_code == 403


async def test_one_ok_records_one_line_and_the_next_opens_in_its_place(studio: Studio) -> None:
    """What stood there is what is paid, to the cent, and it can be undone."""
    page = await studio.imported()
    before = studio.balance()
    page = await studio.press(page, "OK Enter")

    assert 'id="line-2" aria-current="true"' in page.text
    assert studio.row("Invoices", InvoiceNumber="INV-0151")["Status"] == "PAID"
    assert studio.balance() - before == Decimal("690.00")
    assert "Recorded: Record 1 payment (NZD 690.00 in)" in said(page)
    page = await studio.press(page, "Undo")
    assert studio.balance() == before
    assert studio.row("Invoices", InvoiceNumber="INV-0151")["AmountDue"] == Decimal("690.00")
    assert 'id="line-1"' in page.text


async def test_all_that_is_sure_is_recorded_by_one_plan(studio: Studio) -> None:
    page = await studio.imported()
    assert "OK all 2 sure, 330.74" in said(page)
    before = studio.balance()

    page = await studio.press(page, "OK all 2 sure")

    assert studio.balance() - before == Decimal("330.74")
    words = said(page)
    assert "Record 2 payments" in words
    assert "To do1" in words.replace(" ", "") or "To do 1" in words


async def test_the_figures_are_those_of_the_skills_to_the_cent(studio: Studio) -> None:
    """In Xero, what waits, what should be at the bank, and what is there."""
    page = await studio.imported()
    held = studio.balance()

    words = said(page)
    for expected in (held, held + Decimal("318.24"), Decimal("1318.24")):
        assert f"{expected:,.2f}" in words, (expected, words)
    off = Decimal("1318.24") - held - Decimal("318.24")
    assert f"off by {abs(off):,.2f}" in words
    assert f"{held:,.2f}" in said(await studio.get(studio.bank))


async def test_the_overview_shows_the_balance_at_the_bank_from_the_import_on(studio: Studio) -> None:
    part = f"/o/{studio.served.house.organisation}/overview/part?name=accounts"
    before = said(await studio.get(part))
    await studio.imported()

    assert "At the bank" not in before
    assert "At the bank" in said(await studio.get(part))
    assert "1,318.24" in said(await studio.get(part))


async def test_a_line_without_a_match_is_booked_as_typed_and_a_mistake_keeps_what_was_typed(studio: Studio) -> None:
    await studio.imported()
    form = await studio.get(f"{studio.here}/reconcile?line=3&form=new")
    wrong = await studio.press(form, "Record it", account="404", contact="Nobody of that name")
    right = await studio.press(wrong, "Record it", account="404", contact="Capital Power")

    assert wrong.status_code == 400
    assert "Nobody of that name" in said(wrong)
    assert 'value="404"' in wrong.text
    assert "Record 1 bank transaction" in said(right)
    made = studio.row("BankTransactions", Reference="ACCOUNT FEE")
    assert (made["Type"], made["Total"]) == ("SPEND", Decimal("12.50"))


async def test_a_line_is_split_and_a_transfer_recorded(studio: Studio) -> None:
    await studio.imported(BALANCED + "2026-06-16,-2000.00,TRF TO SAVINGS,,-681.76\n")
    form = await studio.get(f"{studio.here}/reconcile?line=3&form=split")
    await studio.press(form, "Record it", contact="Capital Power", amount_1="10.00", account_1="404",
                       amount_2="2.50", account_2="429")  # fmt: skip
    form = await studio.get(f"{studio.here}/reconcile?line=4&form=transfer")
    savings = studio.row("Accounts", Code="091")["AccountID"]
    page = await studio.press(form, "Record it", transfer=savings)

    made = studio.row("BankTransactions", Reference="ACCOUNT FEE")
    assert [each["LineAmount"] for each in made["LineItems"]] == [Decimal("10.00"), Decimal("2.50")]
    assert studio.row("BankTransfers", Reference="TRF TO SAVINGS")["Amount"] == Decimal("2000.00")
    assert "Record 1 transfer" in said(page)


async def test_a_payout_settles_its_invoice_less_the_fee(studio: Studio) -> None:
    """The match lacks what a card service keeps; the person says where that goes."""
    payout = "Date,Amount,Payee,Reference,Balance\n2026-06-15,669.70,CARDGATE BROOKLYN,INV-0151,1669.70\n"
    await studio.imported(payout + "2026-06-16,-12.50,ACCOUNT FEE,,1657.20\n")
    page = await studio.get(f"{studio.here}/reconcile?line=1")
    assert "less a fee of 20.30" in said(page)
    form = await studio.get(f"{studio.here}/reconcile?line=1&match=0&form=fee")
    page = await studio.press(form, "Record it", fee_account="404")

    assert studio.row("Invoices", InvoiceNumber="INV-0151")["Status"] == "PAID"
    assert "Recorded" in said(page)


async def test_an_invoice_is_found_and_ticked_and_a_credit_note_paid_back(studio: Studio) -> None:
    await studio.imported("Date,Amount,Payee,Reference,Balance\n2026-06-15,276.00,SOMEBODY ELSE,,1276.00\n"
                          "2026-06-16,-115.00,KARORI REFUND,,1161.00\n")  # fmt: skip
    form = await studio.get(f"{studio.here}/reconcile?line=1&form=find&q=INV-0153")
    wanted = studio.row("Invoices", InvoiceNumber="INV-0153")
    assert wanted["InvoiceID"] in form.text
    await studio.press(form, "Record it", pays=wanted["InvoiceID"])
    empty = await studio.get(f"{studio.here}/reconcile?line=2&form=refund")
    line = {"description": "Returned", "quantity": "1", "unit_amount": "100.00", "account": "200"}
    made = await studio.served.house.do(
        "create_credit_note", contact="Karori Veterinary Clinic", kind="customer", approve=True, lines=[line]
    )
    form = await studio.get(f"{studio.here}/reconcile?line=2&form=refund")
    credit = made["result"]["credit_note"]
    await studio.press(form, "Record it", refunds=credit["id"])

    assert studio.row("Invoices", InvoiceNumber="INV-0153")["Status"] == "PAID"
    assert "Credit note" in said(empty) or "No credit note has anything left" in said(empty)
    assert studio.row("CreditNotes", CreditNoteID=credit["id"])["RemainingCredit"] == 0


async def test_a_match_that_is_not_this_is_not_offered_again(studio: Studio) -> None:
    page = await studio.imported()
    page = await studio.press(page, "Not this")

    assert "INV-0151 Brooklyn" not in said(page).partition("CAPITAL POWER")[0]
    again = await studio.get(f"{studio.here}/reconcile?line=1")
    assert "No match in the books" in said(again).partition("CAPITAL POWER")[0]


async def test_a_dismissed_line_stands_apart_and_can_be_taken_up_again(studio: Studio) -> None:
    await studio.imported()
    page = await studio.press(await studio.get(f"{studio.here}/reconcile?line=3"), "Dismiss")
    aside = await studio.get(f"{studio.here}/reconcile?tab=dismissed")
    back = await studio.press(aside, "Take up again")

    assert "ACCOUNT FEE" not in said(page)
    assert "ACCOUNT FEE" in said(aside)
    assert "ACCOUNT FEE" in said(await studio.get(f"{studio.here}/reconcile"))
    assert back.status_code == 200


async def test_a_plan_that_warns_is_shown_before_it_is_approved(studio: Studio) -> None:
    """A transaction of the day and amount is in the books already: the person decides."""
    await studio.imported()
    form = await studio.get(f"{studio.here}/reconcile?line=3&form=new")
    await studio.press(form, "Record it", account="404", contact="Capital Power")
    spent = {"Total": Decimal("12.50"), "Status": "AUTHORISED", "Type": "SPEND"}
    before = len(studio.rows("BankTransactions", **spent))
    second = await studio.press(await studio.upload(BALANCED.replace("ACCOUNT FEE", "MONTHLY FEE")), "Import",
                                alike_too="yes")  # fmt: skip
    row = re.search(r'id="line-(\d+)"(?:(?!id="line-).)*MONTHLY FEE', second.text, re.DOTALL)
    assert row
    form = await studio.get(f"{studio.here}/reconcile?line={row[1]}&form=new")
    warned = await studio.press(form, "Record it", account="404", contact="Capital Power")

    assert "in the books already" in said(warned)
    assert len(studio.rows("BankTransactions", **spent)) == before
    done = await studio.press(warned, "Record it all the same")
    assert len(studio.rows("BankTransactions", **spent)) == before + 1
    assert "Recorded" in said(done)


async def test_a_plan_that_pays_something_else_than_stood_there_is_shown_and_not_approved(studio: Studio) -> None:
    """As when an invoice changed in Xero between the page and the OK."""
    page = await studio.imported()
    identity = studio.row("Invoices", InvoiceNumber="INV-0151")["InvoiceID"]
    other = await studio.press(page, "OK Enter", match=f"p:{identity}=600.00")

    assert "Do not record it" in said(other)
    assert studio.row("Invoices", InvoiceNumber="INV-0151")["AmountDue"] == Decimal("690.00")
    left = await studio.press(other, "Do not record it")
    assert studio.row("Invoices", InvoiceNumber="INV-0151")["AmountDue"] == Decimal("690.00")
    assert "OK Enter" in said(left)


async def test_who_may_not_approve_leaves_a_plan_that_waits(served: Served) -> None:
    async with browser_of(served, "read", "write") as browser:
        studio = Studio(served, browser)
        page = await studio.imported()
        page = await studio.press(page, "OK Enter")

    assert studio.row("Invoices", InvoiceNumber="INV-0151")["AmountDue"] == Decimal("690.00")
    words = said(page)
    assert "Waits for approval" in words
    assert "Waits in a plan" in words


async def test_who_may_only_read_sees_no_button_and_is_refused(served: Served, studio: Studio) -> None:
    await studio.imported()
    async with browser_of(served, "read") as browser:
        reader = Studio(served, browser)
        page = await reader.get(f"{reader.here}/reconcile")
        form = {"row": "1", "do": "new", "account": "404", "contact": "Capital Power"}
        refused = await browser.post(f"{reader.here}/reconcile/record", form, of=await browser.get("/approvals"))

    assert 'data-key="Enter"' not in page.text
    assert "INV-0151" in said(page)
    assert refused.status_code in {400, 403}
    assert studio.row("Invoices", InvoiceNumber="INV-0151")["AmountDue"] == Decimal("690.00")


async def test_what_is_left_to_click_in_xero_is_listed_with_links(studio: Studio) -> None:
    page = await studio.imported()
    page = await studio.press(page, "OK all 2 sure")
    recorded = await studio.get(f"{studio.here}/reconcile?tab=recorded")

    words = said(recorded)
    assert "click in Xero" in words
    assert "Open the account in Xero" in words
    assert re.search(r'href="https://go\.xero\.com/[^"]*ViewTransaction', recorded.text)
    assert "The plan that recorded it, and undo" in words
    assert words.index("BROOKLYN") < words.index("CAPITAL POWER")


async def test_another_organisation_s_plan_is_not_answered_here(studio: Studio, served: Served) -> None:
    other = next(each for each in served.house.sandbox.organisations if each != served.house.organisation)
    page = await studio.imported()
    page = await studio.press(page, "OK Enter")
    plan = re.search(r"/plans/(plan_\w+|\w+)/undo", page.text)
    assert plan
    address = f"/o/{other}/bank/{studio.account}/reconcile/plans/{plan[1]}/undo"
    refused = await studio.browser.post(address, {}, of=page)

    assert refused.status_code == 404
    assert studio.row("Invoices", InvoiceNumber="INV-0151")["Status"] == "PAID"


async def test_the_rail_counts_the_lines_that_wait(studio: Studio) -> None:
    """On every page of the organisation; none of another's."""
    await studio.imported()
    other = next(each for each in studio.served.house.sandbox.organisations if each not in studio.bank)

    assert "Bank 3" in said(await studio.get(studio.bank)).partition("Skip to content")[2]
    assert "Bank 3" not in said(await studio.get(f"/o/{other}/bank"))


async def test_movements_have_categories_and_a_balance_only_where_it_is_known(studio: Studio) -> None:
    moved = await studio.get(f"{studio.here}?view=moved&period=last_90_days&direction=out")
    every = await studio.get(f"{studio.here}?period=month_to_date")

    assert re.search(r"4\d\d [A-Z]", said(moved))
    words = said(every)
    assert "Balance before" in words or "No running balance is shown" in words
    wrong = await studio.get(f"{studio.here}?view=moved&contact=Nobody+of+that+name")
    assert wrong.status_code == 400
    assert "Nobody of that name" in said(wrong)
