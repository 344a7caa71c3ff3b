"""Reconcile a bank account: each line of its statements, what it matches and why, and what is left to click in Xero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.accounting.recent_reads import RECENT
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import ErrorBody
from atom_xero_plugin.interfaces.web.bank_choices import PARTS, as_text
from atom_xero_plugin.interfaces.web.page import Here, NotDone, WebPage
from atom_xero_plugin.interfaces.web.pages.bank import Account, Word, account_row, bank_account, home, net_of
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages
from atom_xero_plugin.plans.plan import PlanView

_LINES: Final = 100
_FOUND: Final = 20
"""Documents that a search lists, those nearest to the amount of the line first."""
MOST_SURE: Final = 50
"""Lines of one plan."""
TABS: Final = {"todo": "open", "sure": "ready", "recorded": "recorded", "dismissed": "dismissed"}
"""The tabs, and which lines each asks for."""
FORMS: Final = ("new", "split", "transfer", "find", "fee", "refund")
_DONE: Final = frozenset({"verified", "undone"})
Row = Annotated[int | None, Query(ge=1, le=10_000_000)]
Place = Annotated[int, Query(ge=0, le=9)]
PlanId = Annotated[str | None, Query(max_length=64, pattern="^[a-zA-Z0-9_-]+$")]


@dataclass
class OpenedLines:
    """What of the page is open, and what was typed into it."""

    tab: str = "todo"
    line: int | None = None
    """The row of the open line; the first if there is none of it."""
    typed_row: int | None = None
    """The row that a form was about."""
    match: int = 0
    """Which of its candidates is chosen."""
    form: str = ""
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    error: ErrorBody | None = None
    confirm: PlanView | None = None
    """A plan that a person must look at before it is approved."""
    done: str | None = None
    """The plan that was carried out just now."""
    query: str = ""
    cursor: str = ""


def routes(registry: Registry) -> APIRouter:
    """The route of the page; what it posts to is in reconcile_actions.py."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/bank/{{account}}/reconcile", "bank_reconcile", reconcile)
    return pages.router


async def reconcile(
    page: Here, account: Account, tab: Word = "todo", line: Row = None, match: Place = 0, form: Word = "",
    done: PlanId = None, confirm: PlanId = None, cursor: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=200)] = "", again: bool = False,
) -> Response:  # fmt: skip
    """Show the lines of an account next to the books; with `again` as they are this moment."""
    page.max_age = timedelta(0) if again else RECENT
    plan = None
    if confirm is not None:
        found = await page.service.dispatcher.plan(page.caller.workspace_id, confirm)
        plan = found.view() if found.state == "proposed" and is_of(page, found.tenant_id) else None
    opened = OpenedLines(
        tab=tab if tab in TABS else "todo", line=line, match=match, form=form if form in FORMS else "", done=done,
        query=q.strip(), cursor=cursor, confirm=plan,
    )  # fmt: skip
    return await shown(page, account, opened)


async def shown(page: WebPage, account_id: str, opened: OpenedLines) -> Response:
    """The page, with what is open on it."""
    account = await bank_account(page, account_id)
    page.here, page.title = "bank", f"Reconcile {account['name']}"
    found = await _lines(page, account_id, opened)
    statements = await page.ask("list_statements", account=account_id)
    listed = next(iter(statements["accounts"]), None)
    facts: dict[str, Any] = {
        "account": account,
        "opened": opened,
        "balance": _balance(account, listed, home(page)),
        "listed": listed,
        "found": found,
        "tabs": _tabs(found),
        "lines": found["items"] if found else [],
        "sure": sure_of(found["items"]) if found and opened.tab in {"todo", "sure"} else [],
        "most_sure": MOST_SURE,
        "as_text": as_text,
        "parts": range(1, PARTS + 1),
        "done": await _done(page, opened.done),
        "may_record": page.may("write"),
    }
    facts["sure_net"] = sum((Decimal(each["amount"]["amount"]) for each in facts["sure"]), Decimal(0))
    facts["next_of"] = {each["row"]: _next_row(facts["lines"], each) for each in facts["lines"]}
    facts["label_of"] = label_of
    facts["open"] = _open_line(facts["lines"], opened)
    facts["next"] = _next_row(facts["lines"], facts["open"])
    facts["choices"] = await _choices(page, account_id, facts["open"], opened)
    fees = [each for each in facts["choices"].get("accounts", []) if "bank fee" in each["name"].casefold()]
    facts["contact_guess"] = _payee(facts["choices"].get("contacts", []), facts["open"])
    facts["fee_account"] = fees[0]["code"] if fees else ""
    status = 400 if opened.error else 200
    return await page.render("pages/reconcile.html", block="work", status=status, **facts)


async def _lines(page: WebPage, account_id: str, opened: OpenedLines) -> dict[str, Any] | None:
    """The lines of the tab; None where nothing is imported."""
    try:
        return await page.ask(
            "suggest_matches", account=account_id, only=TABS[opened.tab], candidates=True, limit=_LINES,
            cursor=opened.cursor or None,
        )  # fmt: skip
    except NotDone as error:
        if error.body().code != "not_found":
            raise
        return None


def is_of(page: WebPage, tenant_id: str) -> bool:
    """Whether something is of the organisation of the page: no page acts on another."""
    return page.organisation is not None and page.organisation.id == tenant_id


def _tabs(found: dict[str, Any] | None) -> dict[str, int]:
    counts = {each["state"]: each["lines"] for each in found["sums"]} if found else {}
    recorded = counts.get("applied", 0) + counts.get("in_books", 0)
    aside = counts.get("dismissed", 0)
    todo = sum(counts.values()) - recorded - aside
    return {"todo": todo, "sure": counts.get("ready", 0), "recorded": recorded, "dismissed": aside}


def sure_of(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines that one key takes: sure, with documents to pay; no more than a plan takes."""
    return [each for each in lines if each["state"] == "ready" and each["match"].get("pays")][:MOST_SURE]


def _open_line(lines: Sequence[Mapping[str, Any]], opened: OpenedLines) -> Mapping[str, Any] | None:
    """The line asked for; else the one that took its place, the next after it; else the first."""
    if opened.tab in {"recorded", "dismissed"} or not lines:
        return None
    exact = next((each for each in lines if each["row"] == opened.line), None)
    return exact or lines[0]


def _next_row(lines: Sequence[Mapping[str, Any]], open_line: Mapping[str, Any] | None) -> int | None:
    """The row that opens once the open one is done: the one below it, at the end the one above."""
    rows: list[int] = [each["row"] for each in lines]
    if open_line is None or len(rows) == 1:
        return None
    at = rows.index(open_line["row"])
    return rows[at + 1] if at + 1 < len(rows) else rows[at - 1]


def _balance(account: dict[str, Any], listed: dict[str, Any] | None, currency: str) -> dict[str, Any]:
    """The sum above the lines: by the books, what waits, what should be at the bank; None where it is not known."""
    row = account_row(account, listed, currency)
    net = net_of(listed) if listed else Decimal(0)
    known = account.get("balance") is not None and not row["foreign"]
    return {**row, "net": net, "should": Decimal(account["balance"]["amount"]) + net if known else None}


def _payee(contacts: Sequence[Mapping[str, Any]], line: Mapping[str, Any] | None) -> str:
    """The contact that has the very name by which the bank knows the other party; empty for none."""
    payee = ((line or {}).get("payee") or "").casefold()
    return next((each["name"] for each in contacts if each["name"].casefold() == payee), "")


def label_of(match: Mapping[str, Any]) -> str:
    """What a list of candidates calls one."""
    if match.get("pays"):
        names = [each.get("number") or each["contact"] for each in match["pays"]]
        part = any(each.get("left") for each in match["pays"])
        return f"{'Part payment of ' if part else ''}{' and '.join(names)} {match['pays'][0]['contact']}"
    names = [each.get("about") or each.get("contact") or each["date"] for each in match.get("in_books", [])]
    return f"In the books: {' and '.join(names)}"


async def _done(page: WebPage, plan_id: str | None) -> dict[str, Any] | None:
    """What was carried out just now, and whether it can be undone."""
    if plan_id is None:
        return None
    plan = await page.service.dispatcher.plan(page.caller.workspace_id, plan_id)
    if not is_of(page, plan.tenant_id) or plan.state not in _DONE | {"proposed", "approved"}:
        return None
    view = plan.view()
    undoable = plan.state == "verified" and not view.final and view.undo and page.may("write")
    return {"id": plan.id, "state": plan.state, "summary": view.summary, "undo": bool(undoable)}


async def _choices(
    page: WebPage, account_id: str, line: Mapping[str, Any] | None, opened: OpenedLines
) -> dict[str, list[Any]]:
    """What the form of the open line is chosen from."""
    if line is None or not opened.form or not page.may("write"):
        return {}
    money_in = Decimal(line["amount"]["amount"]) > 0
    found: dict[str, list[Any]] = {}
    if opened.form == "transfer":
        banks = (await page.ask("find_accounts", bank_only=True, limit=100))["items"]
        found["banks"] = [(each["id"], each["name"]) for each in banks if each["id"] != account_id]
    elif opened.form == "find":
        asked: dict[str, Any] = {"kind": "sales" if money_in else "bill", "status": "unpaid", "limit": 50}
        documents = (await page.ask("find_invoices", text=opened.query or None, **asked))["items"]
        wanted = abs(Decimal(line["amount"]["amount"]))
        near = sorted(documents, key=lambda each: abs(Decimal(each["amount_due"]["amount"]) - wanted))
        found["documents"] = near[:_FOUND]
    elif opened.form == "refund":
        kind = "supplier" if money_in else "customer"
        notes = (await page.ask("find_credit_notes", kind=kind, limit=100))["items"]
        found["credits"] = [
            (
                each["id"],
                f"{each.get('number') or '?'} {each['contact']['name']}, {each['remaining']['amount']} left",
            )
            for each in notes
            if Decimal(each["remaining"]["amount"]) > 0 and each["status"] == "approved"
        ]
    else:
        accounts = (await page.ask("find_accounts", limit=100))["items"]
        found["accounts"] = [each for each in accounts if each["type"] != "BANK" and each.get("code")]
        found["rates"] = (await page.ask("find_tax_rates"))["items"]
        found["contacts"] = (await page.ask("find_contacts", limit=100))["items"]
    return found
