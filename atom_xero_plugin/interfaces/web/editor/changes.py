"""A record as the editor shows it, and what was changed of it since: by the person, and by somebody else meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from atom_xero_plugin.interfaces.web.editor.arguments import (
    NUMBERS,
    EditorArguments,
    contact_of,
    line_arguments,
    put_rate,
)
from atom_xero_plugin.interfaces.web.editor.choices import EditorChoices
from atom_xero_plugin.interfaces.web.editor.entered import Entered, EnteredLine
from atom_xero_plugin.interfaces.web.editor.kinds import COLUMNS, TRACKING, EditorKind
from atom_xero_plugin.interfaces.web.editor.numbers import UnreadableAmount, typed_amount

_LONGEST: Final = 600_000


def entered_from(kind: EditorKind, record: Mapping[str, Any], choices: EditorChoices) -> Entered:
    """A record as the form shows it."""
    contact = record.get("contact") or {}
    found = Entered({
        "contact": contact.get("name") or "", "contact_was": contact.get("name") or "",
        "contact_id": contact.get("id") or "", "date": record.get("date") or "",
        "amounts_are": record.get("amounts_are") or "exclusive",
        "currency": record["total"]["currency"],
        **{each.name: _newlines(record.get(each.name) or "") for each in kind.fields},
    })  # fmt: skip
    if kind.two_ways:
        found.fields["kind"] = record.get("kind") or "customer"
    found.lines = [_line(each, choices) for each in record.get("lines") or ()]
    return found


def _line(line: Mapping[str, Any], choices: EditorChoices) -> EnteredLine:
    options = dict(each.split(": ", 1) for each in line.get("tracking") or () if ": " in each)
    code = line.get("account") or ""
    cells = {
        "item": line.get("item") or "", "desc": _newlines(line.get("description") or ""),
        "qty": str(line.get("quantity") or ""), "price": str(line.get("unit_amount") or ""),
        "disc": str(line.get("discount_percent") or ""), "acc": choices.account_labels.get(code, code),
        "tax": choices.rate_label(line.get("tax_type")),
        **{key: options.get(category["name"], "") for key, category in choices.tracking},
    }  # fmt: skip
    return EnteredLine({key: text for key, text in cells.items() if text}, line.get("id") or "")


def remembered(entered: Entered) -> str:
    """What a form shows at first, for the form to bring back: what a person changed is known by it."""
    return msgspec.json.encode(entered).decode()


def shown_before(text: str) -> Entered | None:
    """What the form showed at first; None where it does not say so."""
    try:
        return msgspec.json.decode(text, type=Entered) if len(text) < _LONGEST else None
    except msgspec.DecodeError:
        return None


class Merged(msgspec.Struct):
    """What was typed, over what somebody else wrote meanwhile."""

    entered: Entered
    theirs: list[tuple[str, str, str]]
    """What both changed: the field's id, its label, and what it is in Xero now."""


def merged(kind: EditorKind, typed: Entered, was: Entered | None, now: Entered) -> Merged:
    """Fields that the person left alone become what they are now; what both changed stays as typed, and is named."""
    labels = {each.name: each.label for each in kind.fields} | {
        "contact": kind.party, "date": "Date", "amounts_are": "Amounts"
    }  # fmt: skip
    kept, theirs = dict(typed.fields), []
    before = was.fields if was is not None else {}
    for name, label in labels.items():
        mine, new = typed.get(name), now.get(name)
        if was is not None and mine == before.get(name, "").strip():
            kept[name] = new
        elif mine != new and new != before.get(name, "").strip():
            theirs.append((name, label, new or "empty"))
    if kept.get("contact", "").strip() == now.get("contact"):
        kept |= {name: now.get(name) for name in ("contact_id", "contact_was")}
    lines = typed.lines
    mine_as_were = was is not None and same_lines(typed.lines, was.lines)
    if mine_as_were:
        lines = now.lines
    elif (was is None or not same_lines(was.lines, now.lines)) and not same_lines(typed.lines, now.lines):
        theirs.append(("desc1", "Lines", f"{len(now.lines)} in Xero now; yours are shown"))
        there = {each.line for each in now.lines}
        lines = [EnteredLine(each.cells, each.line if each.line in there else "") for each in typed.lines]
    return Merged(Entered(kept, lines, typed.files), theirs)


def same_lines(some: list[EnteredLine], others: list[EnteredLine]) -> bool:
    """Whether two forms have the same lines, apart from blank ones."""
    mine, theirs = ([each for each in lines if not each.blank] for lines in (some, others))
    return len(mine) == len(theirs) and all(
        one.line == other.line and not _changed(one, other) for one, other in zip(mine, theirs, strict=True)
    )


def change_arguments(
    kind: EditorKind, record_id: str, typed: Entered, now: Entered, choices: EditorChoices
) -> EditorArguments:
    """What the skill that changes one is given: only what is other than it is now."""
    found = EditorArguments({})
    for each in kind.fields:
        text = kind.document.text(each.name)
        may = text is not None and text.optional
        _put_field(found, each.name, typed.get(each.name), now.get(each.name), may_be_emptied=may)
    _put_field(found, "date", typed.get("date"), now.get("date"))
    _put_field(found, "amounts_are", typed.get("amounts_are"), now.get("amounts_are"))
    if contact_of(typed) not in {now.get("contact"), now.get("contact_id")}:
        _put_field(found, "contact", contact_of(typed), now.get("contact"))
    put_rate(found, typed)
    if not same_lines(typed.lines, now.lines):
        _put_lines(found, typed, now, choices)
    if found.given:
        found.given[kind.record] = record_id
    return found


def _put_field(found: EditorArguments, name: str, text: str, now: str, *, may_be_emptied: bool = False) -> None:
    if text == now.strip():
        return
    if not text and not may_be_emptied:
        found.wrong[name] = "cannot be emptied; type another"
        return
    found.given[name] = text


def _put_lines(found: EditorArguments, typed: Entered, now: Entered, choices: EditorChoices) -> None:
    there = {each.line: each for each in now.lines if each.line}
    found.given["lines"] = []
    for number, line in enumerate(typed.lines, 1):
        if line.blank:
            continue
        found.rows.append(number)
        given = line_arguments(line, number, choices, found.wrong)
        before = there.pop(line.line, None)
        if before is not None:
            changed = _changed(line, before)
            given = {name: given[name] for name in given if name in changed}
            _empty(line, number, changed - given.keys(), given, found.wrong)
            given["line"] = line.line
        found.given["lines"].append(given)
    if not found.rows:
        found.wrong["desc1"] = "is needed: a document keeps at least one line"


def _empty(
    line: EnteredLine, number: int, emptied: set[str], given: dict[str, Any], wrong: dict[str, str]
) -> None:  # fmt: skip
    """What was there and is gone: a discount becomes none, tracking too; other cells need something."""
    keys = {each.name: each.key for each in COLUMNS}
    for name in emptied:
        if name == "discount_percent" and f"disc{number}" not in wrong:
            given[name] = "0"
        elif name == "tracking":
            given[name] = []
        elif not line.cells.get(keys[name], "").strip():
            wrong[f"{keys[name]}{number}"] = "cannot be emptied; type another, or empty the whole line to remove it"


def _changed(line: EnteredLine, before: EnteredLine) -> set[str]:
    """The fields, as skills call them, in which two lines differ."""
    found = set()
    names = {each.key: each.name for each in COLUMNS} | dict.fromkeys(TRACKING, "tracking")
    for key, name in names.items():
        mine, theirs = line.cells.get(key, ""), before.cells.get(key, "")
        if mine.strip() != theirs.strip() and (key not in NUMBERS or _number(mine) != _number(theirs)):
            found.add(name)
    return found


def _number(text: str) -> Decimal | str | None:
    try:
        return typed_amount(text)
    except UnreadableAmount:
        return text


def _newlines(text: str) -> str:
    return str(text).replace("\r\n", "\n").replace("\r", "\n")
