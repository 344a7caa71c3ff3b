"""What is typed comes to, by the code that prices every document.

It is shown while one types, and worked out again by the skill.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from atom_xero_plugin.accounting.pricing import AmountsAre, PricedLine, priced, totals_of
from atom_xero_plugin.core.money import ONE, ZERO, amount_or, cents
from atom_xero_plugin.interfaces.web.editor.choices import EditorChoices, item_in_full
from atom_xero_plugin.interfaces.web.editor.entered import Entered, EnteredLine
from atom_xero_plugin.interfaces.web.editor.kinds import EditorKind
from atom_xero_plugin.interfaces.web.editor.numbers import UnreadableAmount, typed_amount
from atom_xero_plugin.interfaces.web.page import WebPage
from atom_xero_plugin.plans.proposal import Totals

AMOUNTS: Final[dict[str, AmountsAre]] = {"exclusive": "exclusive", "inclusive": "inclusive", "no_tax": "no_tax"}
_LARGEST: Final = Decimal(10) ** 12
"""What a cell may hold at most, so that no product is too long to be exact."""


class LineTotal(NamedTuple):
    """What one line comes to, and what its empty cells will be taken as."""

    amount: Decimal | None
    usual: dict[str, str]
    """By what the cells' fields begin with."""
    rate: str
    """The name of its tax rate; empty where it has none that is known."""
    tax: Decimal


class EditorTotals(NamedTuple):
    """What the whole form comes to."""

    lines: list[LineTotal]
    taxes: list[tuple[str, Decimal]]
    """Tax by the names of the rates."""
    totals: Totals
    amounts_are: AmountsAre
    currency: str
    """Empty where it is the contact's, whichever that is."""
    unread: list[int]
    """The numbers of lines that do not count, because a number of theirs cannot be read."""


async def totals_for(page: WebPage, kind: EditorKind, typed: Entered, choices: EditorChoices) -> EditorTotals:
    """What was typed comes to; lines that cannot be read are left out of it and named."""
    amounts_are = AMOUNTS.get(typed.get("amounts_are"), "exclusive")
    selling = kind.selling if not kind.two_ways else typed.get("kind") != "supplier"
    lines: list[LineTotal] = []
    unread: list[int] = []
    for number, line in enumerate(typed.lines, 1):
        item = await _item(page, line, choices)
        usual = _usual(item, choices, selling=selling)
        try:
            lines.append(_line(line, usual, choices, amounts_are))
        except UnreadableAmount:
            unread.append(number)
            lines.append(LineTotal(None, usual, "", ZERO))
    counted = [PricedLine(each.amount, each.tax) for each in lines if each.amount is not None]
    taxes: dict[str, Decimal] = {}
    for each in lines:
        if each.amount is not None and each.rate:
            taxes[each.rate] = taxes.get(each.rate, ZERO) + each.tax
    return EditorTotals(
        lines, sorted(taxes.items()), totals_of(counted, amounts_are, typed.get("currency").upper()), amounts_are,
        typed.get("currency").upper(), unread,
    )  # fmt: skip


async def _item(page: WebPage, line: EnteredLine, choices: EditorChoices) -> Any:
    found = choices.item(line.cells.get("item", "").strip())
    return {} if found is None else await item_in_full(page, found["code"])


def _usual(item: Any, choices: EditorChoices, *, selling: bool) -> dict[str, str]:
    """What an item gives the cells that stand empty."""
    side = "sale" if selling else "purchase"
    price, code = item.get(f"{side}_price"), item.get(f"{side}_account")
    if not selling:  # what is bought of a tracked one is stock, and costs only once it is sold
        code = item.get("inventory_account") or code or item.get("cost_account")
    found = {
        "desc": item.get(f"{side}_description") or item.get("name") or "",
        "price": str(price["amount"]) if price is not None else "",
        "acc": choices.account_labels.get(code, code or ""),
        "tax": choices.rate_label(item.get(f"{side}_tax")),
    }
    return {key: text for key, text in found.items() if text}


def _line(line: EnteredLine, usual: dict[str, str], choices: EditorChoices, amounts_are: AmountsAre) -> LineTotal:
    quantity, price, off = (_amount(line.cells.get(key, "")) for key in ("qty", "price", "disc"))
    given = price if price is not None else _amount(usual.get("price", ""))
    account = choices.account(line.cells.get("acc", "").strip() or usual.get("acc", ""))
    if "tax" not in usual and account is not None:
        usual = {**usual, "tax": choices.rate_label(account.get("tax_type"))}
    if given is None:
        return LineTotal(None, usual, "", ZERO)
    rate = None if amounts_are == "no_tax" else choices.rate(line.cells.get("tax", "").strip() or usual.get("tax"))
    percent = Decimal(str(rate["percent"])) if rate else ZERO
    worth = priced(amount_or(quantity, ONE), given, percent, amounts_are, off)
    return LineTotal(worth.amount, usual, rate["name"] if rate else "", cents(worth.tax))


def _amount(text: str) -> Decimal | None:
    """The amount that was typed. Raises UnreadableAmount, also for one that no document may have."""
    found = typed_amount(text)
    if found is not None and abs(found) >= _LARGEST:
        raise UnreadableAmount("has more digits than a document may have")
    return found
