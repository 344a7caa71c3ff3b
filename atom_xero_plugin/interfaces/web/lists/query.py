"""A list's filters as they stand in an address, as find_records takes them, and as chips that take one away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.interfaces.web.lists.declared import BY_NAME, DeclaredList, ListTab

ONE: Final = (
    "q", "contact", "period", "from", "to", "due_period", "due_from", "due_to", "min", "max", "currency", "direction",
    "sort", "dir", "cursor", "tab", "view", "cols",
)  # fmt: skip
MANY: Final = ("status", "kind")
LONGEST: Final = 1_000
MOST_VALUES: Final = 20
_FILTERS: Final = (*MANY, "q", "contact", "period", "from", "to", "due_period", "due_from", "due_to", "min", "max",
                   "currency", "direction")  # fmt: skip
_MARKS: Final = frozenset({"view", "cursor"})
"""What says where in which view one is, and leaves nothing out by itself."""
_WORDS: Final = {
    "q": "Text", "contact": "Contact", "period": "Date", "from": "From", "to": "To", "due_period": "Due",
    "due_from": "Due from", "due_to": "Due to", "min": "At least", "max": "At most", "currency": "Currency",
    "direction": "Money", "status": "Status", "kind": "Kind",
}  # fmt: skip
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ListQuery:
    """What the address of a list asks for."""

    declared: DeclaredList
    values: Values

    @classmethod
    def read(cls, declared: DeclaredList, pairs: list[tuple[str, str]]) -> Self:
        """Of the pairs of a query string: what a list knows of, without what is empty."""
        found: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            text = value.strip()[:LONGEST]
            if not text:
                continue
            if name in ONE:
                found[name] = (text,)
            elif name in MANY and len(found.get(name, ())) < MOST_VALUES:
                found[name] = (*found.get(name, ()), text)
        return cls(declared, found)

    @classmethod
    def of_text(cls, declared: DeclaredList, query: str) -> Self:
        """Of a query string."""
        return cls.read(declared, parse_qsl(query, max_num_fields=100))

    def one(self, name: str) -> str | None:
        """The value of a field; None where it is not there."""
        return next(iter(self.values.get(name, ())), None)

    @property
    def opens_view(self) -> str | None:
        """The id of the saved view that the address opens: it says nothing else, but for a page of it."""
        return self.one("view") if set(self.values) <= {"view", "cursor"} else None

    def of_view(self, saved: str) -> Self:
        """What a saved view asks for, with its mark and the page of it that is asked for."""
        kept = {name: each for name, each in self.of_text(self.declared, saved).values.items() if name not in _MARKS}
        return replace(self, values={**kept, **{name: self.values[name] for name in _MARKS if name in self.values}})

    def to_keep(self, columns: Sequence[str]) -> str:
        """What a saved view keeps of it, with the columns that it is shown by."""
        asked = {name: list(each) for name, each in self.values.items() if name not in _MARKS}
        return urlencode({**asked, "cols": ",".join(columns)}, doseq=True)

    @property
    def columns(self) -> list[str] | None:
        """The keys of the columns that it asks for; None for the usual ones."""
        asked = self.one("cols")
        return None if asked is None else asked.split(",")

    @property
    def tab(self) -> ListTab | None:
        """The tab that is open: the one named, or the first; none where statuses were chosen by hand."""
        named = self.one("tab")
        if "status" in self.values:
            asked = set(self.values["status"])
            return next((each for each in self.declared.tabs if set(each.statuses) == asked), None)
        return next((each for each in self.declared.tabs if each.name == named), self.declared.tabs[0])

    def arguments(self) -> dict[str, Any]:
        """What find_records is asked."""
        tab = self.tab
        sort = self.one("sort") or (tab.sort if tab and tab.sort else None) or self._own_sort
        direction = self.one("dir") or (None if self.one("sort") else self._own_direction(sort))
        kinds = [each for each in self.values.get("kind", ()) if each in self.declared.kinds]
        return {
            "kinds": kinds or list(self.declared.kinds),
            "status": list(self.values.get("status", ())) or (list(tab.statuses) if tab else []) or None,
            "text": self.one("q"),
            "contact": self.one("contact"),
            "period": self.one("period"),
            "dates": self._days("from", "to"),
            "due_period": self.one("due_period"),
            "due_dates": self._days("due_from", "due_to"),
            "min_amount": self.one("min"),
            "max_amount": self.one("max"),
            "currency": (self.one("currency") or "").upper() or None,
            "direction": self.one("direction"),
            "sort": sort,
            "sort_direction": direction,
        }

    def with_(self, **changes: str | tuple[str, ...] | None) -> dict[str, Any]:
        """The query of an address that asks for something else as well; from the first page on.

        `from_` is `from`. None takes a value away.
        """
        left = {"cursor"} if set(changes) <= {"cursor"} else _MARKS  # another filter is no longer the view's
        found: dict[str, Any] = {name: list(each) for name, each in self.values.items() if name not in left}
        for name, value in changes.items():
            found[name.rstrip("_")] = value
        return {name: value for name, value in found.items() if value not in (None, (), [])}

    def same(self) -> dict[str, Any]:
        """The query as it is."""
        return {name: list(each) for name, each in self.values.items()}

    @property
    def filters(self) -> list[tuple[str, str, dict[str, Any]]]:
        """What leaves records out: its name, its value, and the query without it."""
        return [
            (_WORDS[name], value, self._without(name, value))
            for name in _FILTERS
            for value in self.values.get(name, ())
        ]

    def _without(self, name: str, value: str) -> dict[str, Any]:
        left = tuple(each for each in self.values.get(name, ()) if each != value)
        return self.with_(**{name: left or None})

    def _days(self, first: str, last: str) -> dict[str, str] | None:
        days = {"from": self.one(first), "to": self.one(last)}
        return {name: day for name, day in days.items() if day} or None

    @property
    def _own_sort(self) -> str:
        return "day"

    def _own_direction(self, sort: str) -> str | None:
        """What is due first stands first, unless the column was clicked."""
        return "ascending" if sort == "due_day" else None


def query_of(request: Request, name: str) -> ListQuery:
    """What the address of a form of a list asks for. Raises InvalidArguments for no list."""
    declared = BY_NAME.get(name)
    if declared is None:
        raise InvalidArguments("There is no such list.", hint="Choose one of the rail.")
    return ListQuery.read(declared, request.query_params.multi_items())
