"""The way back of a change of lines: arguments that make them what they were, if any can."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.accounting.documents.change_inputs import LineFields
from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.documents.line_changes import REWORDED, LineAfter
from atom_xero_plugin.accounting.documents.line_view import plain
from atom_xero_plugin.accounting.pricing import AmountsAre
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.xero.records.parts import LineItem

_ALL: Final = frozenset(LineFields.__struct_fields__)
_NEED_NOT_BE: Final = frozenset({"item", "account", "tax"})
"""What a new line may lack; of a line that is there no argument takes it away."""


def former_lines(
    stored: StoredDocument, after: Sequence[LineAfter], reckoned: Sequence[bool], becomes: AmountsAre
) -> dict[str, Any] | None:
    """Arguments of the skill that changes it; None if a line could not be made what it was, to the cent.

    Args:
        stored: As it is.
        after: Its lines as they would be.
        reckoned: Of each line there is, whether its amounts follow from its quantity, price, discount and tax rate.
        becomes: What its amounts would be.
    """
    there, was = stored.lines, stored.amounts_are
    stay = {line.was: line for line in after if line.was is not None}
    in_place = [line.was for line in after] == list(range(len(there)))
    entries: list[dict[str, Any]] = []
    for place, line in enumerate(there):
        after_it = stay.get(place)
        touched = _ALL if after_it is None else _to_give(after_it, line, was, becomes)
        moved = after_it is None or was != becomes or not touched <= REWORDED
        if (moved and not reckoned[place]) or (after_it is None and _gains_tax(stored, line)):
            return None
        entry = _former(line, touched, anew=after_it is None)
        if entry is None:
            return None
        if not in_place or touched:
            entries.append(entry if after_it is None else {"line": line.line_item_id or "", **entry})
    if not in_place:
        return {"lines": entries}
    return {"change_lines": entries} if entries else {}


def _gains_tax(stored: StoredDocument, line: LineItem) -> bool:
    """Whether a line without a tax rate would get that of its account, once it is made again."""
    taxless = stored.amounts_are == "no_tax" or stored.document.tax_from_account
    return bool(line.account_code) and not line.tax_type and not taxless


def _to_give(line: LineAfter, there: LineItem, was: AmountsAre, becomes: AmountsAre) -> frozenset[str]:
    """The fields that must be given to have them back.

    Without tax a document forgets the tax rates of its lines; a line of 0 loses its account and tax rate.
    """
    if becomes == "no_tax" and was != "no_tax":
        return line.touched | {"tax"}
    return (
        line.touched | {"account", "tax"}
        if line.priced.amount == 0 and amount_or(there.line_amount) != 0
        else line.touched
    )


def _former(line: LineItem, touched: Collection[str], *, anew: bool) -> dict[str, Any] | None:
    """The old values of these fields; None if one of them cannot be given."""
    values = {
        "description": line.description or None,
        "quantity": _text(line.quantity),
        "unit_amount": _text(line.unit_amount),
        "account": line.account_code or line.account_id,
        "tax": line.tax_type,
        "item": line.item_code or None,
        "discount_percent": _text(amount_or(line.discount_rate)),
        "tracking": [each.tracking_option_id or f"{each.name}: {each.option}" for each in line.tracking or ()],
    }
    left_out = {name for name in _NEED_NOT_BE if anew and values[name] is None}
    if anew and not line.tracking:
        left_out.add("tracking")
    if anew and amount_or(line.discount_rate) == 0:
        left_out.add("discount_percent")  # lines of bills have none
    if anew and line.unit_amount is None and line.quantity is None:
        left_out |= {"quantity", "unit_amount"}  # only words
    if amount_or(line.line_amount) == 0:
        left_out |= {name for name in ("account", "tax") if values[name] is None}  # Xero takes them away by itself
    former = {name: values[name] for name in sorted(touched) if name not in left_out}
    return None if None in former.values() else {name: value for name, value in former.items() if value is not None}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{plain(number):f}"
