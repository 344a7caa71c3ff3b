"""Transfers between bank accounts: those that were recorded, and recording or deleting one by a plan."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.accounting.recent_reads import RECENT
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import ErrorBody, NotAllowed
from atom_xero_plugin.interfaces.web.bank_choices import first
from atom_xero_plugin.interfaces.web.page import Here, NotDone, WebPage
from atom_xero_plugin.interfaces.web.pages.bank import PERIODS, Word
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages

_PATH: Final = f"{ORGANISATION}/transfers"
_ROWS: Final = 50
_TYPED: Final = ("from_account", "to_account", "amount", "date", "reference")
_ONCE: Final = re.compile(r"[0-9A-Za-z_-]{16,64}")
Id = Annotated[str, Query(max_length=64, pattern="^[0-9A-Za-z-]*$")]


def routes(registry: Registry) -> APIRouter:
    """The routes of transfers."""
    del registry
    pages = Pages()
    pages.shows(_PATH, "bank_transfers", transfers)
    pages.shows(f"{_PATH}/new", "bank_transfer_new", new)
    pages.takes(f"{_PATH}/new", "bank_transfer_make", make)
    pages.takes(f"{_PATH}/delete", "bank_transfer_delete", delete)
    return pages.router


async def transfers(
    page: Here, account: Id = "", period: Word = "last_90_days", state: Word = "recorded",
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """List transfers, the newest first."""
    page.here, page.title, page.max_age = "bank", "Bank transfers", RECENT
    filters = {"account": account, "period": period, "state": "deleted" if state == "deleted" else "recorded"}
    facts: dict[str, Any] = {"filters": filters, "periods": PERIODS, "first": not cursor, "error": None, "found": None}
    facts["banks"] = await _banks(page)
    try:
        facts["found"] = await page.ask(
            "find_bank_transfers", account=account or None, period=period or None, state=filters["state"], limit=_ROWS,
            cursor=cursor or None,
        )  # fmt: skip
    except NotDone as error:  # the filters stay, and the page says what is wrong with them
        facts["error"] = error.body()
    return await page.render("pages/bank_transfers.html", status=400 if facts["error"] else 200, **facts)


async def new(page: Here, account: Id = "") -> Response:
    """Ask what was moved; `account` is the one that it left, where the person came from it."""
    return await _form(page, {"from_account": account, "date": page.today.isoformat()})


async def make(page: Here) -> Response:
    """Make the plan that records a transfer, and show it to whoever approves."""
    form = await page.form()
    typed = {name: first(form, name).strip() for name in _TYPED}
    given = {name: text for name, text in typed.items() if text}
    try:
        plan = await page.plan("create_bank_transfer", given, request_id=_once(form, given))
    except NotDone as error:
        return await _form(page, typed, error.body())
    return page.go("bank_transfers") if plan is None else page.go_to_plan(plan)


async def delete(page: Here) -> Response:
    """Make the plan that deletes one."""
    form = await page.form()
    plan = await page.plan("delete_bank_transfer", {"bank_transfer": first(form, "transfer")})
    return page.go("bank_transfers") if plan is None else page.go_to_plan(plan)


def _once(form: Mapping[str, list[str]], given: Mapping[str, str]) -> str | None:
    """What marks the form as it stands: sent twice it makes one plan, changed and sent again another."""
    mark = first(form, "once")
    if not _ONCE.fullmatch(mark):
        return None
    return f"transfer-{mark}-{hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:32]}"


async def _form(page: WebPage, typed: Mapping[str, str], error: ErrorBody | None = None) -> Response:
    if not page.may("write"):
        raise NotAllowed("You may look, and may not record a transfer.", hint="Ask someone with the right to write.")
    page.here, page.title, page.max_age = "bank", "New transfer", RECENT
    at = {each.path.removeprefix("/"): each.message for each in error.fields} if error else {}
    banks = await _banks(page)
    shown = {name: typed.get(name, "") for name in _TYPED}
    shown["from_account"] = shown["from_account"] or next((each for each, _ in banks), "")
    others = (each for each, _ in banks if each != shown["from_account"])
    shown["to_account"] = shown["to_account"] or next(others, "")
    facts: dict[str, Any] = {
        "typed": shown,
        "error": error,
        "at": at,
        "once": secrets.token_urlsafe(16),
        "banks": banks,
    }
    return await page.render("pages/bank_transfer_form.html", status=400 if error else 200, **facts)


async def _banks(page: WebPage) -> list[tuple[str, str]]:
    """Id and name of each bank account in use."""
    found = (await page.ask("find_accounts", bank_only=True, limit=100))["items"]
    return [(each["id"], each["name"]) for each in found]
