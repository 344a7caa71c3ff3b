"""The rows of a list as markup, made by functions: a hundred rows of macros took longer than the query for them.

Texts are escaped here, and every address once a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from markupsafe import Markup

from atom_xero_plugin.core.quoting import one_line
from atom_xero_plugin.interfaces.web.cells import status_word, td, tick
from atom_xero_plugin.interfaces.web.formats import day
from atom_xero_plugin.interfaces.web.lists.columns import ListColumn
from atom_xero_plugin.interfaces.web.page import WebPage

Item = Mapping[str, Any]
"""A record as find_records answers it."""
_YES: Final = '<span class="status ok">Yes</span>'
_WAYS: Final = {"in": "In", "out": "Out"}


class RowMaker:
    """Makes the rows of one list."""

    def __init__(
        self,
        page: WebPage,
        columns: Sequence[ListColumn],
        named_by: str,
        *,
        picks: bool,
        open_id: str | None,
        place: str,
    ) -> None:
        """Keep what all rows have in common.

        Args:
            page: whose days and currency count.
            columns: the columns, in their order.
            named_by: the one that names the row.
            picks: whether rows can be ticked.
            open_id: the record that is open in the panel.
            place: the id of the element that the panel stands in.
        """
        self._page, self._named_by, self._picks, self._open_id = page, named_by, picks, open_id
        self._home = page.organisation.currency if page.organisation else ""
        self._opens = f'hx-target="#{escape(place)}" hx-push-url="true" hx-nonce="{escape(page.nonce)}"'
        makers = self._makers()
        self._columns = [
            (each, self._name if each.key == named_by else makers.get(each.key, self._text)) for each in columns
        ]
        self._below = [each.key for each in columns if each.key in {"number", "status"}]

    def rows(self, found: Iterable[tuple[Item, str]]) -> Markup:
        """The rows of records, each with the address that it opens at."""
        return Markup("\n").join(self._row(item, href) for item, href in found)

    def _row(self, item: Item, href: str) -> Markup:
        here = ' class="here"' if self._open_id is not None and item["id"] == self._open_id else ""
        ticked = ""
        if self._picks:
            label = item.get("number") or item["title"]
            ticked = tick(item["id"], one_line(label), item.get("still_owed") or item.get("total"))
        address = escape(href)
        opening = f'href="{address}" hx-get="{address}" {self._opens}'
        cells = "".join(make(item, column, opening) for column, make in self._columns)
        return _safe(f"<tr{here}>{ticked}{cells}</tr>")

    def _makers(self) -> dict[str, Callable[[Item, ListColumn, str], str]]:
        """How the cell of each column is made; of any other it is its text."""
        return {
            "number": self._number, "contact": self._contact_cell, "total": self._money, "still_owed": self._money,
            "day": self._day, "due_day": self._day, "status": self._status, "kind": self._kind,
            "reconciled": self._yes, "sent": self._yes, "direction": self._way,
        }  # fmt: skip

    def _name(self, item: Item, column: ListColumn, opening: str) -> str:
        """The cell that names the row; under it stands what narrow screens leave out."""
        below = "".join(
            self._state(item) if key == "status" else f"{_one(item['number'])} · "
            for key in self._below
            if key == "status" or item.get("number")
        )
        shown = _contact(item) or _one(item["title"]) if column.key == "contact" else _one(item["title"])
        return f'<th scope="row"><a {opening}>{shown}</a><span class="sub2">{below}</span></th>'

    def _number(self, item: Item, column: ListColumn, opening: str) -> str:
        number = item.get("number")
        inner = f'<a class="plain" {opening}>{_one(number)}</a>' if number else ""
        return f'<td class="nowrap {column.css}">{inner}</td>'

    def _money(self, item: Item, column: ListColumn, opening: str) -> str:
        del opening
        return td(item.get(column.key), self._home, column.css.replace("money", "").strip())

    def _day(self, item: Item, column: ListColumn, opening: str) -> str:
        del opening
        return f'<td class="{column.css}">{day(item.get(column.key), self._page)}</td>'

    def _status(self, item: Item, column: ListColumn, opening: str) -> str:
        del opening
        return f'<td class="{column.css}">{self._state(item)}</td>'

    def _kind(self, item: Item, column: ListColumn, opening: str) -> str:
        del opening
        return f'<td class="dim {column.css}">{_one(item["kind"].replace("_", " ").capitalize())}</td>'

    def _yes(self, item: Item, column: ListColumn, opening: str) -> str:
        """A tick and a word, or only a word; nothing where it is not known."""
        del opening
        value = item.get(column.key)
        shown = "" if value is None else _YES if value else '<span class="dim">No</span>'
        return f'<td class="{column.css}">{shown}</td>'

    def _way(self, item: Item, column: ListColumn, opening: str) -> str:
        del opening
        return f'<td class="{column.css}">{_WAYS.get(item.get("direction") or "", "")}</td>'

    def _contact_cell(self, item: Item, column: ListColumn, opening: str) -> str:
        del opening
        return f'<td class="{column.css}">{_contact(item) or _one(item["title"])}</td>'

    def _text(self, item: Item, column: ListColumn, opening: str) -> str:
        del opening
        return f'<td class="dim {column.css}">{_one(item.get(column.key))}</td>'

    def _state(self, item: Item) -> Markup:
        return status_word(
            item["status"], late_by=item.get("days_late"), left=item.get("still_owed"), total=item.get("total")
        )


def _contact(item: Item) -> str:
    contact = item.get("contact")
    return _one(contact["name"]) if contact else ""


def _one(text: object) -> str:
    """A text of a record on one line, escaped."""
    return escape(one_line(str(text))) if text else ""


def _safe(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - every part was escaped above
