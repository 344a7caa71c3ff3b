"""A plan as a page shows it: lines of a document as a table of now and after, everything else by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec

from atom_xero_plugin.interfaces.plan_diff import Difference, changed
from atom_xero_plugin.interfaces.web.formats import amount_of
from atom_xero_plugin.plans.proposal import Step
from atom_xero_plugin.xero.write import Write

_LINES: Final = "lines"
_TOTAL: Final = "total"


class LineRow(NamedTuple):
    """One line of a document, as it is and as it would be; None where it is not there."""

    text: str
    detail: str
    now: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal:
        """What the line changes of the document's sum."""
        return (self.after if self.after is not None else Decimal(0)) - (
            self.now if self.now is not None else Decimal(0)
        )

    @property
    def same(self) -> bool:
        """Whether the line stays as it is."""
        return self.now == self.after


class PlanChanges(NamedTuple):
    """What a plan would change."""

    lines: list[LineRow]
    """Lines of a document; empty for what has none, or whose lines have no amount each."""
    now: Decimal | None
    after: Decimal | None
    """The document's total before and after, where it has lines."""
    others: list[Difference]
    """Everything else that would be other than it is."""

    @property
    def change(self) -> Decimal:
        """What changes of the total."""
        return (self.after if self.after is not None else Decimal(0)) - (
            self.now if self.now is not None else Decimal(0)
        )


def requests_of(steps: Sequence[Step]) -> list[Write]:
    """What would be sent, each at its address; of a record that an earlier step makes, the address says so."""
    found = []
    for each in steps:
        part = each.part_of
        if part is None or part.record_id is not None:
            found.append(each.request)
        else:
            path = f"{part.path}/(of step {(part.step or 0) + 1})/{each.write.path}"
            found.append(msgspec.structs.replace(each.write, path=path))
    return found


def changes_of(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> PlanChanges:
    """What a plan would change, of its `before` and `after`."""
    was, will = msgspec.to_builtins(before or {}), msgspec.to_builtins(after)
    lines = _lines(was.get(_LINES), will.get(_LINES))
    if not lines:
        return PlanChanges([], None, None, list(changed(before, after)))
    hidden = {_LINES, _TOTAL}
    others = changed(
        None if before is None else {name: each for name, each in was.items() if name not in hidden},
        {name: each for name, each in will.items() if name not in hidden},
    )
    return PlanChanges(lines, _amount(was.get(_TOTAL)), _amount(will.get(_TOTAL)), list(others))


def _lines(was: Any, will: Any) -> list[LineRow]:
    """The lines of both, those of one text in their order; empty if one of them has no amount of its own."""
    old, new = (list(each) if isinstance(each, list) else [] for each in (was, will))
    if not all(isinstance(each, Mapping) and _amount(each.get("amount")) is not None for each in (*old, *new)):
        return []
    rows: list[LineRow] = []
    for line in new:
        match = next((each for each in old if _text(each) == _text(line)), None)
        if match is not None:
            old.remove(match)
        now = None if match is None else _amount(match.get("amount"))
        rows.append(LineRow(_text(line), _detail(line), now, _amount(line.get("amount"))))
    rows += [LineRow(_text(line), _detail(line), _amount(line.get("amount")), None) for line in old]
    return rows


def _text(line: Mapping[str, Any]) -> str:
    return str(line.get("description") or line.get("item") or "Line")


def _detail(line: Mapping[str, Any]) -> str:
    """How the amount comes about, and where it is booked."""
    quantity, price = line.get("quantity"), line.get("unit_amount")
    account = line.get("account")
    name = " ".join(str(part) for part in account.values()) if isinstance(account, Mapping) else account
    parts = [
        f"{quantity} \N{MULTIPLICATION SIGN} {price}" if quantity is not None and price is not None else None,
        name,
        line.get("tax_type"),
    ]
    return " · ".join(str(part) for part in parts if part)


def _amount(value: Any) -> Decimal | None:
    try:
        return amount_of(value)[0]
    except ValueError:
        return None
