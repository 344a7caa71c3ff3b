"""The sandbox's reports: worked out from one ledger, so they must agree with each other and with the documents."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sandbox.conftest import SandboxServer

pytestmark = pytest.mark.anyio
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
CASH, ACCRUAL = {"paymentsOnly": "true"}, {"paymentsOnly": "false"}


class Report:
    """A report as it was answered, its lines by their titles."""

    def __init__(self, reported: dict[str, Any]) -> None:
        self.reported = reported
        self.lines = [line for part in reported["Rows"] for line in (part, *part.get("Rows", ())) if line.get("Cells")]

    def texts(self, title: str) -> list[str]:
        return next(
            [c["Value"] for c in line["Cells"][1:]] for line in self.lines if line["Cells"][0]["Value"] == title
        )

    def amounts(self, title: str) -> list[Decimal]:
        return [Decimal(text or 0) for text in self.texts(title)]

    def of_accounts(self) -> dict[str, list[Decimal]]:
        """The amounts of each line that carries an account's id."""
        return {
            line["Cells"][0]["Attributes"][0]["Value"]: [Decimal(c["Value"] or 0) for c in line["Cells"][1:]]
            for line in self.lines
            if line["Cells"][0].get("Attributes")
        }


async def report(server: SandboxServer, name: str, **query: str) -> Report:
    answer = await server.get(f"Reports/{name}", **query)
    assert answer.status_code == 200, answer.text
    return Report(_decode(answer.content)["Reports"][0])


async def exact(server: SandboxServer, path: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _decode((await server.get(path, page="1", pageSize="1000", **query)).content)[path]
    return found


async def put(server: SandboxServer, path: str, **body: Any) -> dict[str, Any]:
    answer = await server.http.put(f"/api.xro/2.0/{path}", json=body, headers=server.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = _decode(answer.content)[path][0]
    return found


async def sell(server: SandboxServer, status: str) -> dict[str, Any]:
    """A sale of 100.00 and 15.00 of tax."""
    contact = {"ContactID": (await server.rows("Contacts", page="1"))[0]["ContactID"]}
    line = {"Description": "Poster", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200"}
    dates = {"Date": "2026-06-16", "DueDate": "2026-06-30"}
    return await put(server, "Invoices", Type="ACCREC", Contact=contact, LineItems=[line], Status=status, **dates)


DAYS = ["2025-07-31", "2025-12-31", "2026-03-31", "2026-04-01", "2026-06-16"]


@pytest.mark.parametrize("basis", [ACCRUAL, CASH], ids=["accrual", "cash"])
@pytest.mark.parametrize("day", DAYS)
async def test_the_trial_balance_balances_on_any_day(server: SandboxServer, day: str, basis: dict[str, str]) -> None:
    """The month's and the year's columns, on either side of a year's end, to the cent."""
    month_debit, month_credit, debit, credit = (await report(server, "TrialBalance", date=day, **basis)).amounts(
        "Total"
    )

    assert debit == credit > 0
    if basis is ACCRUAL:
        assert month_debit == month_credit


@pytest.mark.parametrize("basis", [ACCRUAL, CASH], ids=["accrual", "cash"])
async def test_net_assets_are_the_owners_in_every_period(server: SandboxServer, basis: dict[str, str]) -> None:
    """Twelve columns of the balance sheet."""
    sheet = await report(server, "BalanceSheet", date="2026-06-16", periods="11", timeframe="MONTH", **basis)

    assert len(sheet.amounts("Net Assets")) == 12
    assert sheet.amounts("Net Assets") == sheet.amounts("Total Equity")
    assets, owed = sheet.amounts("Total Assets"), sheet.amounts("Total Liabilities")
    assert [one - two for one, two in zip(assets, owed, strict=True)] == sheet.amounts("Net Assets")


async def test_a_years_profit_is_its_months_and_what_the_balance_sheet_says(server: SandboxServer) -> None:
    """The financial year of 2026 begins on 1 April."""
    year = await report(server, "ProfitAndLoss", fromDate="2026-04-01", toDate="2026-06-16")
    months = [
        (await report(server, "ProfitAndLoss", fromDate=first, toDate=last)).amounts("Net Profit")[0]
        for first, last in (("2026-04-01", "2026-04-30"), ("2026-05-01", "2026-05-31"), ("2026-06-01", "2026-06-16"))
    ]
    sheet = await report(server, "BalanceSheet", date="2026-06-16")

    assert year.amounts("Net Profit") == [sum(months)] == sheet.amounts("Current Year Earnings")[:1]
    income, expenses = year.amounts("Total Income")[0], year.amounts("Total Operating Expenses")[0]
    assert income - year.amounts("Total Cost of Sales")[0] == year.amounts("Gross Profit")[0]
    assert year.amounts("Gross Profit")[0] - expenses == year.amounts("Net Profit")[0]


async def test_earlier_periods_stand_next_to_the_first(server: SandboxServer) -> None:
    """Each ends on the day of the month on which the first ends: 30 days of April next to 30 of March, as at Xero."""
    both = await report(server, "ProfitAndLoss", fromDate="2026-04-01", toDate="2026-04-30", periods="1")
    march = await report(server, "ProfitAndLoss", fromDate="2026-03-01", toDate="2026-03-30")

    assert both.texts("") == ["30 Apr 26", "30 Mar 26"]
    assert both.amounts("Net Profit")[1:] == march.amounts("Net Profit")


async def test_a_balance_sheet_is_as_at_the_end_of_the_month_next_to_last_years(server: SandboxServer) -> None:
    """Whatever day of the month was asked for, and unless other periods were."""
    mid, end = [await report(server, "BalanceSheet", date=day) for day in ("2026-04-10", "2026-04-30")]
    compared = await report(server, "BalanceSheet", date="2026-04-10", periods="2", timeframe="MONTH")

    assert mid.texts("") == end.texts("") == ["30 April 2026", "30 April 2025"]
    assert mid.amounts("Net Assets") == end.amounts("Net Assets")
    assert compared.texts("") == ["30 April 2026", "31 March 2026", "28 February 2026"]


@pytest.mark.parametrize(
    ("dates", "periods", "ends"),
    [
        (("2026-02-01", "2026-02-28"), "2", ["28 Feb 26", "28 Jan 26", "28 Dec 25"]),
        (("2026-03-01", "2026-03-31"), "2", ["31 Mar 26", "28 Feb 26", "31 Jan 26"]),
        (("2026-05-05", "2026-05-20"), "1", ["20 May 26", "20 Apr 26"]),
        (None, "2", ["30 Jun 26", "31 May 26", "30 Apr 26"]),
    ],
)
async def test_a_compared_span_has_the_days_of_the_first(
    server: SandboxServer, dates: tuple[str, str] | None, periods: str, ends: list[str]
) -> None:
    """Only without dates are whole months compared."""
    asked = {} if dates is None else {"fromDate": dates[0], "toDate": dates[1]}
    shown = await report(server, "ProfitAndLoss", **asked, periods=periods, timeframe="MONTH")

    assert shown.texts("") == ends


async def test_the_bank_summary_runs_on_from_month_to_month_into_the_balance_sheet(server: SandboxServer) -> None:
    """Opening, received, spent, closing, for every account."""
    may = (await report(server, "BankSummary", fromDate="2026-05-01", toDate="2026-05-31")).of_accounts()
    june = (await report(server, "BankSummary", fromDate="2026-06-01", toDate="2026-06-16")).of_accounts()
    sheet = (await report(server, "BalanceSheet", date="2026-06-16")).of_accounts()
    accounts = {each["AccountID"] for each in await server.rows("Accounts", where='Type=="BANK"')}

    assert set(may) == set(june) == accounts
    for account, (opening, received, spent, closing) in june.items():
        assert opening == may[account][3]
        assert opening + received - spent == closing == sheet[account][0]
    assert any(received for _, received, _, _ in june.values())


@pytest.mark.parametrize(
    ("kind", "side", "control"),
    [
        ("ACCREC", "AgedReceivablesByContact", "Accounts Receivable (610)"),
        ("ACCPAY", "AgedPayablesByContact", "Accounts Payable (800)"),
    ],
)
async def test_the_aged_reports_of_all_add_up_to_the_outstanding_and_the_ledger(
    server: SandboxServer, kind: str, side: str, control: str
) -> None:
    """By each contact, by all documents less what is left of credits, and by the control account."""
    way = {"ACCREC": "RECEIVE", "ACCPAY": "SPEND"}[kind]
    notes = await exact(server, "CreditNotes", where=f'Type=="{kind}CREDIT" AND Status=="AUTHORISED"')
    notes += await exact(server, "Overpayments", where=f'Type=="{way}-OVERPAYMENT" AND Status=="AUTHORISED"')
    invoices = await exact(server, "Invoices", where=f'Type=="{kind}"')
    total = Decimal(0)
    for contact in {each["Contact"]["ContactID"] for each in invoices}:
        mine = [each for each in invoices if each["Contact"]["ContactID"] == contact]
        aged = (await report(server, side, contactId=contact)).amounts("Total")
        left = sum(each["RemainingCredit"] for each in notes if each["Contact"]["ContactID"] == contact)
        assert aged[-1] == sum(each["AmountDue"] for each in mine if each["Status"] == "AUTHORISED") - left
        total += aged[-1]

    debit, credit = (await report(server, "TrialBalance")).amounts(control)[2:]
    assert total == abs(debit - credit) > 0


async def test_an_aged_report_of_an_earlier_day_does_not_know_of_later_payments(server: SandboxServer) -> None:
    """What was owed then."""
    made = await sell(server, "AUTHORISED")
    await server.control("time", advance_s=86_400)
    await server.log_in()
    body = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}, "Date": "2026-06-17"}
    await put(server, "Payments", **body, Amount=115)

    async def documents(day: str) -> set[str]:
        reported = await report(server, "AgedReceivablesByContact", contactId=made["Contact"]["ContactID"], date=day)
        return {line["Cells"][1]["Value"] for line in reported.lines}

    assert made["InvoiceNumber"] in await documents("2026-06-16")
    assert made["InvoiceNumber"] not in await documents("2026-06-17")


@pytest.mark.parametrize(
    ("status", "accrual", "cash"), [("DRAFT", 0, 0), ("SUBMITTED", 0, 0), ("AUTHORISED", 100, 0), ("PAID", 100, 100)]
)
async def test_a_sale_is_income_when_approved_or_by_cash_when_paid(
    server: SandboxServer, status: str, accrual: int, cash: int
) -> None:
    """Without its tax."""

    async def income() -> list[Decimal]:
        span = {"fromDate": "2026-06-01", "toDate": "2026-06-30"}
        return [
            (await report(server, "ProfitAndLoss", **span, **basis)).amounts("Total Income")[0]
            for basis in (ACCRUAL, CASH)
        ]

    before = await income()
    made = await sell(server, "AUTHORISED" if status == "PAID" else status)
    if status == "PAID":
        body = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}, "Date": "2026-06-16"}
        await put(server, "Payments", **body, Amount=115)
    after = await income()

    assert [later - earlier for earlier, later in zip(before, after, strict=True)] == [accrual, cash]


@pytest.mark.parametrize("paid", [0.01, 10, 33.34, 76.67])
async def test_a_part_paid_sale_leaves_cash_reports_balanced(server: SandboxServer, paid: float) -> None:
    """Shares of lines that do not come out even in cents."""
    contact = {"ContactID": (await server.rows("Contacts", page="1"))[0]["ContactID"]}
    line = {"Description": "Third of a poster", "Quantity": 1, "UnitAmount": 33.33}
    lines = [line | {"AccountCode": code} for code in ("200", "260", "270")]
    dates = {"Date": "2026-06-16", "DueDate": "2026-06-30"}
    made = await put(server, "Invoices", Type="ACCREC", Contact=contact, LineItems=lines, Status="AUTHORISED", **dates)
    body = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}, "Date": "2026-06-16"}
    await put(server, "Payments", **body, Amount=paid)

    balance = (await report(server, "TrialBalance", **CASH)).amounts("Total")
    sheet = await report(server, "BalanceSheet", **CASH)

    assert balance[2] == balance[3]
    assert sheet.amounts("Net Assets") == sheet.amounts("Total Equity")


GUID = "11111111-1111-4111-8111-111111111111"


async def test_a_tracking_option_needs_its_category(server: SandboxServer) -> None:
    """In Xero's words."""
    answer = await server.get("Reports/ProfitAndLoss", trackingOptionID=GUID)

    assert answer.status_code == 400
    assert answer.text == "TrackingCategoryID1 must be provided if a TrackingOptionID1 is provided."


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("ProfitAndLoss", {"trackingCategoryID": GUID}),
        ("TenNinetyNine", {"reportYear": "1066"}),
        ("ExecutiveSummary", {"date": "soon"}),
        ("ProfitAndLoss", {"fromDate": "2026-02-30"}),
        ("ProfitAndLoss", {"fromDate": "2026-06-30", "toDate": "2026-06-01"}),
        ("ProfitAndLoss", {"periods": "12"}),
        ("BalanceSheet", {"timeframe": "WEEK"}),
        ("BankSummary", {"fromDate": "soon"}),
        ("AgedReceivablesByContact", {}),
        ("AgedPayablesByContact", {"contactId": "nobody"}),
    ],
)
async def test_a_parameter_that_makes_no_sense_is_400(server: SandboxServer, path: str, query: dict[str, str]) -> None:
    """And says which, in a plain sentence that calls itself HTML."""
    answer = await server.get(f"Reports/{path}", **query)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "parameter" in answer.text


async def test_a_budget_summary_has_a_column_for_each_period_named_by_its_last_month(server: SandboxServer) -> None:
    """From the month of the date on; three times a month's figures in a quarter."""
    quarters = await report(server, "BudgetSummary", date="2026-04-15", periods="4", timeframe="3")
    months = await report(server, "BudgetSummary", date="2026-04-01")

    assert quarters.reported["ReportTitles"][0] == "Overall Budget"
    assert quarters.reported["ReportTitles"][3] == "April 2026 to March 2027"
    assert quarters.texts("Account") == ["Jun-26", "Sep-26", "Dec-26", "Mar-27"]
    assert len(months.texts("Account")) == 12
    assert quarters.amounts("Net Profit")[0] == 3 * months.amounts("Net Profit")[0]
    assert months.amounts("Total Income")[0] - months.amounts("Total Expenses")[0] == months.amounts("Net Profit")[0]


@pytest.mark.parametrize(
    "query", [{"periods": "0"}, {"periods": "13"}, {"timeframe": "2"}, {"timeframe": "MONTH"}, {"date": "soon"}]
)
async def test_a_budget_summary_refuses_other_periods(server: SandboxServer, query: dict[str, str]) -> None:
    """1 to 12 of 1, 3 or 12 months."""
    assert (await server.get("Reports/BudgetSummary", **query)).status_code == 400
