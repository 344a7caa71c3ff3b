"""What was typed, as the arguments of the skill that makes the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct, field

from atom_xero_plugin.interfaces.web.editor.choices import EditorChoices
from atom_xero_plugin.interfaces.web.editor.entered import Entered, EnteredLine
from atom_xero_plugin.interfaces.web.editor.kinds import COLUMNS, EditorKind
from atom_xero_plugin.interfaces.web.editor.numbers import UnreadableAmount, amount_text, typed_amount

NUMBERS: Final = {each.key: each.name for each in COLUMNS if each.num}
_TEXTS: Final = {each.key: each.name for each in COLUMNS if not each.num and each.key != "acc"}


class EditorArguments(Struct):
    """Arguments, and where each part of them was typed."""

    given: dict[str, Any] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    """The number of the form's row of each line that is sent."""
    wrong: dict[str, str] = field(default_factory=dict)
    """What cannot be read, by the form's fields."""


def new_arguments(kind: EditorKind, typed: Entered, choices: EditorChoices, do: str) -> EditorArguments:
    """What the skill that makes one is given; what stands empty is left out, and lines in which nothing stands."""
    found = EditorArguments({"contact": contact_of(typed), "amounts_are": typed.get("amounts_are") or "exclusive"})
    names = {each.name: each.name for each in kind.fields} | {"number": kind.number_when_new}
    for name, argument in {**names, "date": "date", "currency": "currency"}.items():
        if typed.get(name):
            found.given[argument] = typed.get(name)
    put_rate(found, typed)
    _put_lines(found, typed, choices)
    chosen = {
        "kind": (typed.get("kind") or "customer") if kind.two_ways else None,
        "approve": (kind.approves and do in {"approve", "email"}) or None,
        "email": (kind.emails and do == "email") or None,
        "files": list(typed.files) or None,
    }
    found.given |= {name: value for name, value in chosen.items() if value is not None}
    if not found.given["contact"]:
        found.wrong["contact"] = f"is needed: whom the {kind.words} is {'to' if kind.selling else 'from'}"
    return found


def _put_lines(found: EditorArguments, typed: Entered, choices: EditorChoices) -> None:
    found.given["lines"] = []
    for number, line in enumerate(typed.lines, 1):
        if not line.blank:
            found.rows.append(number)
            found.given["lines"].append(line_arguments(line, number, choices, found.wrong))
    if not found.rows:
        found.wrong["desc1"] = "is needed: a document has at least one line"


def contact_of(typed: Entered) -> str:
    """The id of the contact that was chosen as long as its name stands there, else what was typed."""
    name = typed.get("contact")
    return typed.get("contact_id") if name and name == typed.get("contact_was") and typed.get("contact_id") else name


def put_rate(found: EditorArguments, typed: Entered) -> None:
    """The currency's rate, if one was typed."""
    try:
        rate = typed_amount(typed.get("currency_rate"))
    except UnreadableAmount as error:
        found.wrong["currency_rate"] = str(error)
        return
    if rate is not None:
        found.given["currency_rate"] = amount_text(rate)


def line_arguments(line: EnteredLine, number: int, choices: EditorChoices, wrong: dict[str, str]) -> dict[str, Any]:
    """One line, as skills take it; what cannot be read goes into `wrong`, by its field."""
    given: dict[str, Any] = {}
    for key, name in NUMBERS.items():
        try:
            amount = typed_amount(line.cells.get(key, ""))
        except UnreadableAmount as error:
            wrong[f"{key}{number}"] = str(error)
            continue
        if amount is not None:
            given[name] = amount_text(amount)
    for key, name in _TEXTS.items():
        if text := line.cells.get(key, "").strip():
            given[name] = text
    if account := line.cells.get("acc", "").strip():
        given["account"] = choices.account_code(account)
    if tracking := tracking_of(line, choices):
        given["tracking"] = tracking
    return given


def tracking_of(line: EnteredLine, choices: EditorChoices) -> Sequence[str]:
    """The options that a line names, with their categories."""
    named = ((category["name"], line.cells.get(key, "").strip()) for key, category in choices.tracking)
    return [f"{name}: {option}" for name, option in named if option]
