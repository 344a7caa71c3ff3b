"""Reports: an index, one page for each, and the same as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from msgspec.structs import replace

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import InvalidArguments, NotFound
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.interfaces.web.page import Here, NotDone, WebPage
from atom_xero_plugin.interfaces.web.reports import aged, answers, drawn, drill
from atom_xero_plugin.interfaces.web.reports.asked import Asked, OpenedFigure, asked_in
from atom_xero_plugin.interfaces.web.reports.choices import choices_of
from atom_xero_plugin.interfaces.web.reports.kinds import CUSTOM, GROUPS, KINDS, ReportKind
from atom_xero_plugin.interfaces.web.reports.shown import Href, ShownTable, shown
from atom_xero_plugin.interfaces.web.router import ORGANISATION, Pages
from atom_xero_plugin.interfaces.web.svg import Ids

Name = Annotated[str, Path(max_length=40, pattern="^[a-z_-]+$")]
Format = Annotated[str, Path(pattern="^(xlsx|pdf|csv|json)$")]
_CORRECTED: Final = frozenset({"invalid_arguments", "not_found", "ambiguous", "conflict"})
"""Errors that the choices of the page mend."""


def routes(registry: Registry) -> APIRouter:
    """The routes of reports."""
    del registry
    pages = Pages()
    pages.shows(f"{ORGANISATION}/reports", "reports", index)
    pages.shows(f"{ORGANISATION}/reports/{{name}}", "report", report)
    pages.shows(f"{ORGANISATION}/reports/{{name}}/{{form}}", "report_file", as_file)
    return pages.router


async def index(page: Here) -> Response:
    """Show which reports there are."""
    page.here, page.title = "reports", "Reports"
    groups = [(group, [each for each in KINDS.values() if each.group == group and each.name != CUSTOM])
              for group in GROUPS]  # fmt: skip
    saved = (await page.ask("list_saved_reports"))["items"]
    return await page.render("pages/reports.html", groups=groups, saved=saved)


async def report(page: Here, name: Name) -> Response:
    """Show one report, as its address asks for it, with the documents behind one of its figures beside it."""
    kind = _kind(name)
    page.here, page.title = "reports", kind.title
    asked = _asked(page, kind)
    facts: dict[str, Any] = {
        "kind": kind, "asked": asked, "ids": Ids(), "problem": None, "choices": await choices_of(page, kind, asked),
        "table": None, "chart": None, "terms": [], "remark": None, "panel": None, "aged": None, "result": None,
        "title": "",
    }  # fmt: skip
    if not _waits(kind, asked):
        try:
            facts |= await _answered(page, kind, asked)
        except NotDone as error:
            if error.answered.code not in _CORRECTED:
                raise
            facts["problem"] = error.answered
    return await page.render("pages/report.html", **facts)


async def as_file(page: Here, name: Name, form: Format) -> Response:
    """Exactly what the page shows, as a file."""
    kind = _kind(name)
    asked = _asked(page, kind)
    arguments = {key: value for key, value in kind.arguments(asked).items() if key != "limit"}
    made = await page.ask("export_report", report=kind.skill, format=form, arguments=json.dumps(arguments),
                          title=kind.title)  # fmt: skip
    file, files = made["file"], page.service.runtime.files
    content = await files.content(page.caller.workspace_id, file["id"])
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file['name'], safe='')}"}
    return Response(content, media_type=file["type"], headers=headers)


def _kind(name: str) -> ReportKind:
    found = KINDS.get(name.replace("_", "-"))  # as skills write it, too
    if found is None:
        raise NotFound("There is no such report.", hint="Choose one of those listed.")
    return found


def _asked(page: WebPage, kind: ReportKind) -> Asked:
    query = page.request.query_params
    usual = kind.columns[0] if kind.columns else "total"
    given = {key: value for key, value in query.items() if kind.of == "range" or key != "from"}
    asked = asked_in(given, query.getlist("tracking"), kind.usual(page.today), usual)
    if kind.of == "day":
        asked = replace(asked, days=Period(asked.days.last, asked.days.last))
    if asked.columns not in (kind.columns or ("total",)):
        raise InvalidArguments(f"{kind.title} has no columns of that kind.", hint="Choose one of those shown.")
    return asked


def _waits(kind: ReportKind, asked: Asked) -> bool:
    """Whether it has to be said first whose report it is."""
    given = {"contact": asked.contact, "account": asked.account, "saved": asked.saved}
    return kind.needs is not None and not given[kind.needs]


async def _answered(page: WebPage, kind: ReportKind, asked: Asked) -> dict[str, Any]:
    arguments = kind.arguments(asked)
    if kind.skill == "show_aged_balances":
        return {"aged": await aged.aged_page(page, kind, arguments)}
    result = await page.ask(kind.skill, **arguments)
    facts: dict[str, Any] = {
        "result": result, "terms": answers.terms_of(kind.name, result), "remark": answers.remark_of(kind.name, result),
    }  # fmt: skip
    if "report" not in result:
        facts["links"] = [_document(page, row, asked) for row in result["rows"]]
        return facts
    whole = None
    if asked.columns == "month" and kind.name == "profit-and-loss" and len(result["report"]["columns"]) > 1:
        whole = (await page.ask(kind.skill, **kind.arguments(replace(asked, columns="total"))))["report"]
    table = shown(result["report"], asked, page.today, _leads(page, kind, asked), whole)
    facts |= {"table": table, "chart": drawn.chart(kind.name, table), "title": result["report"]["title"]}
    figure = _figure(table, asked)
    if asked.opened is not None and figure is not None:
        facts["panel"] = await drill.drilled(page, asked.opened, figure)
    return facts


def _document(page: WebPage, row: Mapping[str, Any], asked: Asked) -> str | None:
    """The page of the document of a line; a payment of a statement leads to what it paid."""
    if "record_id" not in row:
        return drill.document_url(page, row["kind"], row.get("id"))
    kind = "credit_note" if row["kind"] in {"credit_note", "refund"} else "invoice"
    return drill.document_url(
        page, "bill" if kind == "invoice" and asked.side == "payables" else kind, row["record_id"]
    )


def _figure(table: ShownTable, asked: Asked) -> Decimal | None:
    """The figure whose documents are asked for, if it stands in the report."""
    if asked.opened is None:
        return None
    return next((cell.amount for row in table.rows for cell in row.cells if cell.picked), None)


def _leads(page: WebPage, kind: ReportKind, asked: Asked) -> Href:
    """Where figures lead: to the documents beside the report, or to the account's own page."""
    beside = kind.name in {"profit-and-loss", "cash-flow", "budget"}
    plain = not (asked.cash or asked.tracking)

    def leads(row: Mapping[str, Any], days: Period | None) -> str | None:
        account_id = row.get("account_id")
        if account_id is None or not plain:
            return None
        if not beside:
            span = (
                days
                if days is not None and kind.of == "range"
                else Period(asked.days.last.replace(day=1), asked.days.last)
            )
            return page.url("report", name="account-transactions", **asked.query(
                account=account_id, days=span, columns="total", opened=None))  # fmt: skip
        if days is None or kind.name == "cash-flow":
            span = days or asked.days
            return page.url("report", name="account-transactions", **asked.query(
                account=account_id, days=span, columns="total"))  # fmt: skip
        return page.url("report", name=kind.name, **asked.query(opened=OpenedFigure(account_id, days))) + "#d"

    return leads
