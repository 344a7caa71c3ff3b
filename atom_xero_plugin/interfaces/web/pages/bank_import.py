"""Import a bank statement: what was read of the file is shown before it counts, and what it leaves open is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from fastapi import Path as InPath

from atom_xero_plugin.bank_statements.layout_questions import CHOICES, NAMES, VALUES, as_fields, layout_of, questions_of
from atom_xero_plugin.bank_statements.read import LARGEST
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import ErrorBody, NotAllowed
from atom_xero_plugin.interfaces.http.errors import TooLarge
from atom_xero_plugin.interfaces.web.bank_choices import first
from atom_xero_plugin.interfaces.web.formats import date_of, day_text
from atom_xero_plugin.interfaces.web.kept_answers import kept_answers
from atom_xero_plugin.interfaces.web.page import Here, NotDone, WebPage
from atom_xero_plugin.interfaces.web.pages.bank import Account, bank_account, net_of
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages
from atom_xero_plugin.interfaces.web.uploads import uploaded

_PATH: Final = f"{ORGANISATION}/bank/{{account}}/import"
_SHOWN: Final = 100
File = Annotated[str, InPath(pattern="^file_[0-9a-f]{32}$")]
"""The handle of an uploaded file."""


def routes(registry: Registry) -> APIRouter:
    """The routes of the import."""
    del registry
    pages = Pages()
    pages.shows(_PATH, "bank_import", choose)
    pages.takes(_PATH, "bank_upload", upload)
    pages.shows(f"{_PATH}/{{file}}", "bank_import_read", read)
    pages.takes(f"{_PATH}/{{file}}", "bank_import_keep", keep)
    return pages.router


async def choose(page: Here, account: Account) -> Response:
    """Ask for the file, beside what was imported before."""
    return await _asking(page, account)


async def upload(page: Here, account: Account) -> Response:
    """Keep the file for a while, and show what was read of it."""
    _may_write(page)
    try:
        _, file = await uploaded(page, most=LARGEST)
        if file is not None and len(file.content) > LARGEST:
            raise TooLarge("The file is too large.")
    except TooLarge:
        megabytes = LARGEST // 1024 // 1024
        problem = f"The file has more than {megabytes} MB, the most that is read. Export fewer days."
        return await _asking(page, account, problem)
    if file is None or not file.content:
        return await _asking(page, account, "Choose a file that holds something.")
    kept = await page.service.runtime.files.keep(
        page.caller.workspace_id, file.name, "application/octet-stream", file.content, by=page.caller.actor
    )
    return page.go("bank_import_read", account=account, file=kept.id)


async def read(page: Here, account: Account, file: File) -> Response:
    """Show what was read of the file, or what must be answered first."""
    answers = _answers(page)
    stored = await page.service.runtime.files.find(page.caller.workspace_id, file)
    facts = await _facts(page, account)
    facts |= {"file": file, "name": stored.name, "answers": answers, "layouts": CHOICES, "labels": VALUES,
              "part_names": NAMES, "read": None, "questions": []}  # fmt: skip
    try:
        found = await page.ask(
            "read_statement", statement=file, account=account, name=stored.name, layout=layout_of(answers) or None,
            limit=_SHOWN,
        )  # fmt: skip
    except NotDone as error:
        body = error.body()
        if not _is_about_file(body):
            raise
        facts |= {"error": body, "questions": questions_of(body)}
        return await page.render("pages/bank_import_read.html", status=400, **facts)
    statement = found["statement"]
    first_day, last_day = (date_of(statement[name]) for name in ("first", "last"))
    facts |= {"error": None, "read": found, "now": as_fields(statement.get("read_as")), "net": net_of(found)}
    facts["days"] = f"{day_text(first_day, page)} to {day_text(last_day, page)}" if first_day and last_day else None
    return await page.render("pages/bank_import_read.html", **facts)


async def keep(page: Here, account: Account, file: File) -> Response:
    """Keep the lines that are new, and go on to match them."""
    _may_write(page)
    form = await page.form()
    answers = {name: values[0] for name, values in form.items() if values and values[0]}
    stored = await page.service.runtime.files.find(page.caller.workspace_id, file)
    await page.ask(
        "read_statement", statement=file, account=account, name=stored.name, layout=layout_of(answers) or None,
        keep=True, alike_too=bool(first(form, "alike_too")), limit=1,
    )  # fmt: skip
    kept_answers(page).forget(page, "list_statements")
    return page.go("bank_reconcile", account=account)


def _may_write(page: WebPage) -> None:
    if not page.may("write"):
        raise NotAllowed("You may look, and may not import.", hint="Ask someone with the right to write.")


async def _facts(page: WebPage, account_id: str) -> dict[str, Any]:
    account = await bank_account(page, account_id)
    page.here, page.title = "bank", f"Import a statement of {account['name']}"
    return {"account": account}


async def _asking(page: WebPage, account_id: str, problem: str | None = None) -> Response:
    facts = await _facts(page, account_id)
    listed = (await page.ask("list_statements", account=account_id, limit=50))["items"]
    status = 400 if problem else 200
    return await page.render("pages/bank_import.html", status=status, problem=problem, listed=listed, **facts)


def _answers(page: WebPage) -> Mapping[str, str]:
    return {name: text for name, text in page.request.query_params.multi_items() if text}


def _is_about_file(body: ErrorBody) -> bool:
    """Whether the file, or how it is to be read, is what is wrong."""
    return any(each.path.startswith(("/statement", "/layout")) for each in body.fields)
