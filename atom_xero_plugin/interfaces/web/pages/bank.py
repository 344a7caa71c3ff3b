"""Bank accounts: what each holds in Xero and at the bank, what waits, and the movements of one."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.page import Here, NotDone, WebPage
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages

Account = Annotated[str, InPath(min_length=1, max_length=64)]
"""Xero's id of a bank account."""
Word = Annotated[str, Query(max_length=40, pattern="^[a-z0-9_]*$")]
_ROWS: Final = 50
PERIODS: Final = (
    ("month_to_date", "This month so far"), ("last_month", "Last month"), ("last_90_days", "Last 90 days"),
    ("year_to_date", "This year so far"), ("last_year", "Last year"), ("last_financial_year", "Last financial year"),
)  # fmt: skip


def routes(registry: Registry) -> APIRouter:
    """The routes of bank accounts."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/bank", "bank", accounts)
    pages.shows(f"{ORGANISATION}/bank/{{account}}", "bank_account", account)
    return pages.router


async def accounts(page: Here) -> Response:
    """List the bank accounts with what they hold by the books and at the bank, and what waits."""
    page.here, page.title = "bank", "Bank"
    found, balances = await _with_balances(page)
    statements = {each["account"]["id"]: each for each in (await page.ask("list_statements"))["accounts"]}
    rows = [account_row(each, statements.get(each["id"]), home(page)) for each in found]
    waiting = sum(each["to_do"] for each in rows)
    return await page.render("pages/bank.html", rows=rows, waiting=waiting, balances=balances)


async def _with_balances(page: WebPage) -> tuple[list[dict[str, Any]], bool]:
    """The accounts, and whether their balances are known: a connection may not have been given the report."""
    asked = {"bank_only": True, "limit": 100}
    try:
        return (await page.ask("find_accounts", with_balance=True, **asked))["items"], True
    except NotDone as error:
        if error.body().code != "scope_missing":
            raise
    return (await page.ask("find_accounts", **asked))["items"], False


def account_row(account: dict[str, Any], statement: dict[str, Any] | None, currency: str) -> dict[str, Any]:
    """An account as the list shows it; whether it agrees is None where that cannot be known.

    By the books a foreign account is known in the organisation's own currency alone, which no statement is in.
    """
    row: dict[str, Any] = {"account": account, "statement": statement, "to_do": 0, "off": None, "foreign": False}
    row["foreign"] = account.get("currency") not in {None, currency}
    if statement is None:
        return row
    row["to_do"] = statement["to_do"]
    books, bank = account.get("balance"), statement.get("balance")
    if books is not None and bank is not None and not row["foreign"]:
        row["off"] = Decimal(bank["amount"]) - Decimal(books["amount"]) - net_of(statement)
    return row


def net_of(waiting: dict[str, Any]) -> Decimal:
    """What lines come to: money in less money out."""
    return Decimal(waiting["money_in"]["amount"]) - Decimal(waiting["money_out"]["amount"])


def home(page: WebPage) -> str:
    """The currency of the page's organisation."""
    return page.organisation.currency if page.organisation else ""


async def bank_account(page: WebPage, account_id: str) -> dict[str, Any]:
    """One bank account, with its balance where the connection was given the report. Raises NotDone."""
    try:
        answer = await page.ask("show_bank_account", account=account_id, with_balance=True)
    except NotDone as error:
        if error.body().code != "scope_missing":
            raise
        answer = await page.ask("show_bank_account", account=account_id)
    found: dict[str, Any] = answer["account"]
    return found


async def account(
    page: Here, account: Account, view: Word = "all", period: Word = "last_90_days", direction: Word = "",
    reconciled: Word = "", contact: Annotated[str, Query(max_length=255)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """Show an account's movements: all with a running balance, or money spent and received with its categories."""
    shown = await bank_account(page, account)
    page.here, page.title = "bank", shown["name"]
    statements = await page.ask("list_statements", account=account)
    facts: dict[str, Any] = {
        "account": shown,
        "row": account_row(shown, next(iter(statements["accounts"]), None), home(page)),
        "view": "moved" if view == "moved" else "all",
        "periods": PERIODS,
        "filters": {"period": period, "direction": direction, "reconciled": reconciled, "contact": contact.strip()},
        "first": not cursor,
        "error": None,
    }
    try:
        if facts["view"] == "all":
            facts["ledger"] = await page.ask(
                "show_account_transactions", account=account, period=period, limit=_ROWS, cursor=cursor or None
            )
        else:
            facts |= await _moved(page, account, facts["filters"], cursor)
    except NotDone as error:  # what was typed stays, and the page says what is wrong with it
        facts["error"] = error.body()
    return await page.render("pages/bank_account.html", status=400 if facts["error"] else 200, **facts)


async def _moved(page: WebPage, account_id: str, filters: dict[str, str], cursor: str) -> dict[str, Any]:
    found = await page.ask(
        "find_bank_transactions",
        account=account_id,
        period=filters["period"] or None,
        direction=filters["direction"] or None,
        reconciled={"yes": True, "no": False}.get(filters["reconciled"]),
        contact=filters["contact"] or None,
        limit=_ROWS,
        cursor=cursor or None,
    )
    chart = (await page.ask("find_accounts", limit=100, include_archived=True))["items"]
    names = {each["code"]: f"{each['code']} {each['name']}" for each in chart if each.get("code")}
    return {"moved": found, "names": names}
