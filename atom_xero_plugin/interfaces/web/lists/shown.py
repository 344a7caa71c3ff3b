"""What the page of a list shows: heads, rows, foot, tabs and chips, from one answer of find_records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from atom_xero_plugin.interfaces.web.lists.columns import ListColumn
from atom_xero_plugin.interfaces.web.lists.declared import BY_NAME, HOME_OF, TOGETHER, DeclaredList
from atom_xero_plugin.interfaces.web.lists.periods import period_of_list
from atom_xero_plugin.interfaces.web.lists.query import ListQuery
from atom_xero_plugin.interfaces.web.lists.row_markup import RowMaker
from atom_xero_plugin.interfaces.web.lists.views import columns_of, view_facts
from atom_xero_plugin.interfaces.web.page import NotDone, WebPage

_ASK_AGAIN: Final = frozenset({"invalid_arguments", "not_found", "ambiguous"})
"""Errors that the filter bar shows, so that what was typed stays."""


async def list_facts(page: WebPage, query: ListQuery, size: int) -> dict[str, Any]:
    """All that the template needs.

    A filter that makes no sense is shown over an empty list; any other error is raised.
    """
    declared = query.declared
    facts: dict[str, Any] = {
        "declared": declared, "query": query, "found": None, "error": None, "rows": [], "feet": [], "sum": None,
    }  # fmt: skip
    columns = await columns_of(page, query)
    facts |= await view_facts(page, query, columns)
    facts["days"] = period_of_list(page, query)
    facts["bulk"] = [each for each in declared.bulk if each.offered(query.tab.name if query.tab else None)]
    facts["siblings"] = [
        (BY_NAME[name].title, page.url(name), name == declared.name)
        for group in TOGETHER
        if declared.name in group
        for name in group
    ]
    facts |= {"columns": columns, "heads": _heads(page, query, columns), "make_rows": _row_maker(page, query, columns)}
    try:
        found = await page.ask("find_records", **query.arguments(), cursor=query.one("cursor"), limit=size, counts=True)
    except NotDone as error:
        if error.answered.code not in _ASK_AGAIN:
            raise
        return facts | {"error": error.answered, "tabs": _tabs(page, query, {})}
    counts = {each["status"]: each["count"] for each in found.get("counts", [])}
    if not found["items"] and query.filters:
        facts["in_all_without"] = await _in_all(page, declared)
    return facts | {
        "found": found,
        "rows": [(item, record_address(page, declared, item, query)) for item in found["items"]],
        "feet": found["sums"] if any(each.key == "total" for each in columns) else [],
        "sum": _one_sum(found["sums"], columns),
        "tabs": _tabs(page, query, counts),
        "in_all": counts.get("all", 0),
    }


def _row_maker(
    page: WebPage, query: ListQuery, columns: Sequence[ListColumn]
) -> Callable[[str | None, bool, str], RowMaker]:
    """What makes the rows, once it is known which of them is open and whether they can be ticked."""
    named_by = query.declared.named_by
    return lambda open_id, picks, place: RowMaker(
        page, columns, named_by, picks=bool(picks), open_id=open_id, place=place
    )


async def _in_all(page: WebPage, declared: DeclaredList) -> int:
    """How many there are without any filter."""
    found = await page.ask("find_records", kinds=list(declared.kinds), limit=1)
    return int(found["total"])


def record_address(page: WebPage, declared: DeclaredList, item: dict[str, Any], query: ListQuery) -> str:
    """Where a record is shown: beside the list that it was found in."""
    own = declared if item["kind"] in declared.kinds else BY_NAME[HOME_OF[item["kind"]]]
    return page.url(own.record_page, record_id=item["id"], **query.same())


def _heads(page: WebPage, query: ListQuery, columns: Sequence[ListColumn]) -> list[dict[str, Any]]:
    asked = query.arguments()
    heads = []
    for each in columns:
        head: dict[str, Any] = {"text": each.head, "css": each.css}
        if each.sort is not None:
            now = asked["sort"] == each.sort
            down = asked["sort_direction"] == "descending" or (asked["sort_direction"] is None and each.first_down)
            turned = down if not now else not down
            wanted = "descending" if (each.first_down if not now else turned) else "ascending"
            head["href"] = page.url(query.declared.name, **query.with_(sort=each.sort, dir=wanted))
            if now:
                head["sorted"] = "descending" if down else "ascending"
        heads.append(head)
    return heads


def _tabs(page: WebPage, query: ListQuery, counts: dict[str, int]) -> list[tuple[str, str, int | None, bool]]:
    """Each with how many it holds among what is filtered."""
    name = query.declared.name
    first = query.declared.tabs[0]
    return [
        (
            tab.text,
            page.url(name, **query.with_(tab=None if tab is first else tab.name, status=None, sort=None, dir=None)),
            sum(counts.get(each, 0) for each in tab.statuses or ("all",)) if counts else None,
            tab is query.tab and query.one("view") is None,
        )
        for tab in query.declared.tabs
    ]


def _one_sum(sums: Sequence[dict[str, Any]], columns: Sequence[ListColumn]) -> str | None:
    """What all that fits comes to, where it is one sum."""
    if len(sums) != 1:
        return None
    key = "still_owed" if any(each.key == "still_owed" for each in columns) else "total"
    return f"{sums[0][key]['amount']}"
