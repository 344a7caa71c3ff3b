"""What a person decided of a bank line, read from a form as an argument of reconcile_statement; and back again.

A match travels as `p:ID=AMOUNT,…` for documents that are paid, or `b:ID,…` for records that are in the books: the form
that says OK brings exactly what stood beside the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.plans.plan import Plan

Fields = Mapping[str, list[str]]
PARTS: Final = 4
"""Rows of the form that splits a line."""
_PAID: Final = re.compile(r"([0-9a-fA-F-]{36})=([0-9]{1,15}(?:\.[0-9]{1,4})?)")
_ID: Final = re.compile(r"[0-9a-fA-F-]{36}")
_ROW: Final = re.compile(r"[1-9][0-9]{0,6}")
_PAYMENT: Final = "payment"


def first(form: Fields, name: str) -> str:
    """A field's text without blanks around it; empty for none."""
    return next(iter(form.get(name, [])), "").strip()


def row_of(text: str) -> int:
    """The row of a form. Raises InvalidArguments."""
    if not _ROW.fullmatch(text):
        raise InvalidArguments("The form names no line.", hint="Open the page again.")
    return int(text)


def as_text(match: Mapping[str, Any]) -> str:
    """A match as a form brings it back."""
    if match.get("pays"):
        return "p:" + ",".join(f"{each['id']}={each['amount']['amount']}" for each in match["pays"])
    return "b:" + ",".join(each["id"] for each in match.get("in_books", []))


def paid_of(text: str) -> dict[str, Decimal]:
    """The documents of a match, each with what it is paid; none for a match in the books. Raises InvalidArguments."""
    if not text.startswith("p:"):
        return {}
    found = [_PAID.fullmatch(part) for part in text[2:].split(",")]
    if not all(found):
        raise InvalidArguments("The form does not say what the line pays.", hint="Open the page again.")
    return {each[1]: Decimal(each[2]) for each in found if each is not None}


def ids_of(text: str) -> list[str]:
    """The ids of what a match is, whichever it is. Raises InvalidArguments."""
    ids = [part.partition("=")[0] for part in text[2:].split(",")]
    if not ids or not all(_ID.fullmatch(each) for each in ids):
        raise InvalidArguments("The form names no match.", hint="Open the page again.")
    return ids


def choice_of(form: Fields) -> dict[str, Any]:
    """The choice that a form makes for its row. Raises InvalidArguments."""
    row, made = row_of(first(form, "row")), first(form, "do")
    if made not in _MAKERS:
        raise InvalidArguments("The form does not say what to do.", hint="Open the page again.")
    return {"row": row, **_MAKERS[made](form)}


def _match(form: Fields) -> dict[str, Any]:
    return {"pays": list(paid_of(first(form, "match")))}


def _new(form: Fields) -> dict[str, Any]:
    return _given(form, "account", "contact", "tax", "description")


def _transfer(form: Fields) -> dict[str, Any]:
    return _given(form, "transfer")


def _refund(form: Fields) -> dict[str, Any]:
    return _given(form, "refunds")


def _fee(form: Fields) -> dict[str, Any]:
    return {"pays": list(paid_of(first(form, "match"))), **_given(form, "fee_account", "contact")}


def _find(form: Fields) -> dict[str, Any]:
    typed = [each.strip() for each in first(form, "numbers").split(",")]
    chosen = [each for each in [*form.get("pays", []), *typed] if each]
    if not chosen:
        raise InvalidArguments("Nothing is chosen that the line pays.", hint="Tick an invoice, or type its number.")
    return {"pays": chosen}


def _split(form: Fields) -> dict[str, Any]:
    parts = []
    for number in range(1, PARTS + 1):
        typed = {name: first(form, f"{name}_{number}") for name in ("amount", "account", "description")}
        part = {name: text for name, text in typed.items() if text}
        if part:
            parts.append(part)
    pays = [each for number in first(form, "numbers").split(",") if (each := number.strip())]
    return {"parts": parts, **({"pays": pays} if pays else {}), **_given(form, "contact")}


def _given(form: Fields, *names: str) -> dict[str, str]:
    return {name: text for name in names if (text := first(form, name))}


_MAKERS: Final = {
    "match": _match, "new": _new, "transfer": _transfer, "refund": _refund, "fee": _fee, "find": _find,
    "split": _split,
}  # fmt: skip


def as_shown(plan: Plan, shown: Iterable[Mapping[str, Decimal]]) -> bool:
    """Whether a plan pays exactly what stood beside the lines: these documents, so much each, and nothing else."""
    wanted = sorted((each, amount) for paid in shown for each, amount in paid.items())
    if any(step.kind != _PAYMENT for step in plan.proposal.steps):
        return False
    bodies = [msgspec.json.decode(step.write.body) for step in plan.proposal.steps]
    made = [each for body in bodies for each in body.get("Payments", [body])]
    return sorted((each["Invoice"]["InvoiceID"], Decimal(str(each["Amount"]))) for each in made) == wanted
