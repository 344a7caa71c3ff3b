"""What is checked of a document before anybody is asked to approve a plan: one way for a new one, a change, a move.

What Xero certainly would refuse is refused here; what a person should know is a warning of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from atom_xero_plugin.accounting import warnings as shared
from atom_xero_plugin.accounting.documents.document import (
    GONE,
    Document,
    DocumentSearch,
    StoredDocument,
    candidate_of,
    described,
    documents_of,
    documents_with,
    numbered,
)
from atom_xero_plugin.accounting.documents.duplicate_warnings import duplicate_warnings
from atom_xero_plugin.accounting.documents.duplicates import DAYS_AROUND, DAYS_OF_NUMBER, DocumentFacts
from atom_xero_plugin.accounting.documents.habits import ChargedLine, CheckedLine, habit_warnings, stored_lines
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import ONE, amount_or
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.xero.endpoint import LARGEST_PAGE
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.parts import LineItem

EVERYTHING: Final = frozenset({"number", "reference", "contact", "date", "due_date", "currency", "total"})
"""What is checked of a document that is new."""
APPROVED: Final = EVERYTHING - {"contact", "currency"}
"""What is checked of one that is there and begins to count in the books."""
COMPARED: Final = 200
_TELLING: Final = 3
"""Digits from which a number is worth asking for."""
_DESCRIPTION_ONLY: Final = PlanWarning("words_only", "A line has words only, and no amount.")
_LINE_OF_ZERO: Final = PlanWarning("line_of_zero", "A line comes to 0: Xero keeps no account and no tax rate on it.")
_NO_ACCOUNT: Final = PlanWarning("no_account", "A line has no account yet; it is needed to approve.")
_TAX_UNKNOWN: Final = PlanWarning("tax_unknown", "The tax of a line without an account is not counted here.")
_NO_TAX: Final = PlanWarning("no_tax", "A line has no tax rate and no account that has one: it is quoted without tax.")
_ROUNDED: Final = PlanWarning(
    "rounded", "Xero rounds its total, by up to 0.10: it may differ by so much from what is stated."
)


@dataclass(frozen=True, kw_only=True)
class DocumentState:
    """A document as it would be."""

    ctx: Context
    document: Document
    label: str
    """What a sentence calls it."""
    contact: Contact | None
    day: date
    due: date | None
    currency: str
    number: str | None
    reference: str | None
    total: Decimal | None
    net: Decimal | None = None
    """Its total without tax, where it is known."""
    approved: bool = False
    """Whether it counts in the books."""
    edited: Sequence[ChargedLine] = ()
    """Lines of it that are new or change, or begin to count."""
    stored: StoredDocument | None = None
    """As it stands in Xero; None for a new one."""


def state_of(stored: StoredDocument) -> DocumentState:
    """A document as it stands, to be approved as it is."""
    return DocumentState(
        ctx=stored.ctx,
        document=stored.document,
        label=stored.label,
        contact=stored.contact,
        day=stored.record.date or stored.ctx.today,
        due=stored.due,
        currency=stored.currency,
        number=stored.number,
        reference=stored.reference,
        total=stored.record.total,
        net=stored.record.sub_total,
        approved=stored.document.in_ledger,
        edited=stored_lines(stored.lines),
        stored=stored,
    )


class Preflight(NamedTuple):
    """What was found."""

    warnings: list[PlanWarning]
    others: list[Any] | None
    """The contact's other documents of about that day; None where Xero did not answer."""


async def preflight(
    state: DocumentState, changed: Collection[str] = EVERYTHING, *, number_path: str = "/number"
) -> Preflight:
    """What speaks against a document of which something is new.

    Raises InvalidArguments or Conflict for what Xero would refuse.
    """
    refuse_negative(state, changed)
    others = await _others(state, changed)
    if "number" in changed:
        await refuse_taken_number(state, path=number_path)
    same = await _of_other_contacts(state, changed)
    found = duplicate_warnings(state.document, _facts(state, changed), [*(others or ()), *(same or ())], changed)
    unread = [shared.NOT_COMPARED] if others is None or same is None else []
    own = state.stored.id if state.stored else None
    habits = await habit_warnings(state.ctx, state.document, state.contact, state.day, state.edited, besides=own)
    return Preflight([*unread, *found, *_warnings(state, changed), *habits], others)


def preflight_among(state: DocumentState, others: Iterable[Any] | None, changed: Collection[str]) -> list[PlanWarning]:
    """What a person should know of a document that keeps its number, of whose like `others` were read already.

    None of `others` is where Xero did not answer. Raises InvalidArguments for what Xero would refuse.
    """
    refuse_negative(state, changed)
    contact = state.contact.contact_id if state.contact else None
    its = [each for each in _counting(state, others or ()) if each.contact and each.contact.contact_id == contact]
    unread = [shared.NOT_COMPARED] if others is None else []
    found = duplicate_warnings(state.document, _facts(state, changed), its, changed)
    return [*unread, *found, *_warnings(state, changed)]


def refuse_negative(state: DocumentState, changed: Collection[str] = EVERYTHING) -> None:
    """Raises InvalidArguments for lines that come to less than zero, unless it is a draft or counts nowhere."""
    if state.approved and "total" in changed and amount_or(state.total) < 0:
        words = f"come to less than zero, which only a draft may; that would be {state.document.opposite}"
        raise invalid_argument("/lines", words, hint=AFTER_READING)


async def refuse_taken_number(state: DocumentState, *, path: str) -> None:
    """Raises Conflict if another document has a number that can be used once, or had it when it was voided or deleted.

    Source: Xero's own message, `Invoice # must be unique.`
    """
    document, stored, number = state.document, state.stored, state.number
    if not number or not document.number_is_unique or (stored is not None and stored.number == number):
        return
    own = stored.id if stored else None
    for each in await if_answered(numbered(state.ctx, document, number)) or ():
        if each.record_id != own and casefolded(getattr(each, document.number.attribute)) == casefolded(number):
            gone = "; one that is voided or deleted keeps its number" if each.status in GONE else ""
            raise Conflict(
                f"There is a {document.words} with this number already: {described(document, each)}{gone}.",
                fields=[FieldError(path, "is taken")],
                hint="Give another, or leave it out.",
                candidates=[candidate_of(document, each)],
            )


def refuse_locked(stored: StoredDocument, day: date | None) -> None:
    """Raises Conflict for a change of a document that is in a locked period, or would be on its new day."""
    lock = stored.ctx.organisation.lock_date if stored.document.in_ledger else None
    for path, each in (("", stored.record.date), ("/date", day)):
        if lock is not None and each is not None and each <= lock:
            what = f"The {stored.label} is dated {each}" if not path else f"The new date is {each}"
            raise Conflict(
                f"{what}, and the books are locked up to {lock}, so it cannot be changed.",
                fields=[FieldError(path, f"is not after {lock}")] if path else [],
                hint="A person with the right to it can move the lock date in Xero (Advanced accounting).",
            )


def refuse_incomplete(stored: StoredDocument) -> None:
    """Raises Conflict for a draft that lacks what an approved document needs."""
    lines, total = stored.lines, stored.record.total
    booked = stored.document.in_ledger
    bare = any(_worth(line) != 0 and not line.account_code for line in lines)
    lacking = [
        *(["lines"] if not lines else []),
        *(["a due date"] if booked and stored.document.due is not None and stored.due is None else []),
        *(["an account on each line"] if booked and bare else []),
        *(["a description on each line"] if any(not line.description for line in lines) else []),
        *(["a total that is not below zero"] if booked and total is not None and total < 0 else []),
    ]
    if lacking:
        raise Conflict(
            f"The {stored.label} cannot be approved yet: it lacks {', '.join(lacking)}.",
            hint=f"Complete it with change_{stored.document.record_kind}, then try again.",
        )


def _worth(line: LineItem) -> Decimal:
    """Xero keeps no account on a line of 0, and needs none."""
    if line.line_amount is not None:
        return line.line_amount
    return amount_or(line.quantity, ONE) * amount_or(line.unit_amount)


def line_warnings(
    document: Document,
    lines: Sequence[CheckedLine],
    *,
    new: Sequence[CheckedLine],
    edited: Sequence[CheckedLine],
    draft: bool,
    taxless: bool,
) -> list[PlanWarning]:
    """Warnings about lines.

    Args:
        document: What they are of.
        lines: All of them.
        new: Those of them that are new.
        edited: Those that are new or change.
        draft: Whether they may lack an account.
        taxless: Whether tax does not apply to them at all.
    """
    bare = any(line.priced.amount != 0 and not line.body.get("AccountCode") for line in new)
    found = {
        _DESCRIPTION_ONLY: any(line.description_only for line in new),
        _LINE_OF_ZERO: any(line.priced.amount == 0 and line.body.get("AccountCode") for line in edited),
        _NO_ACCOUNT: document.in_ledger and draft and bare,
        _TAX_UNKNOWN: not all(line.taxed for line in lines),
        _NO_TAX: not document.tax_from_account and not taxless and any(_untaxed(line) for line in edited),
    }
    return [caution for caution, holds in found.items() if holds]


def _untaxed(line: CheckedLine) -> bool:
    return line.priced.amount != 0 and not line.body.get("TaxType")


def _warnings(state: DocumentState, changed: Collection[str]) -> list[PlanWarning]:
    ctx, stored, found = state.ctx, state.stored, list[PlanWarning]()
    if "date" in changed:
        found += shared.day_warnings(ctx.organisation, state.day, ctx.today, what=f"The {state.label}",
                                       in_ledger=state.document.in_ledger)  # fmt: skip
    if state.document.due is not None and {"date", "due_date"} & set(changed):
        usual = shared.due_warnings if state.document.in_ledger else shared.expiry_warnings
        found += (state.document.due.warnings or usual)(state.day, state.due, ctx.today)
    if {"contact", "currency"} & set(changed) and state.contact is not None:
        found += shared.currency_warnings(state.currency, state.contact, ctx.organisation)
    if "total" in changed and state.total is not None:
        found += shared.total_warnings(state.total)
    if stored is not None and "total" in changed and stored.is_rounded and state.total != stored.record.total:
        found.append(_ROUNDED)
    return found


async def _others(state: DocumentState, changed: Collection[str]) -> list[Any] | None:
    """The contact's documents of about that day that count, where something changes that shows duplicates.

    None where Xero does not answer: a question that only serves a warning stops nothing.
    """
    number = _stated_number(state, changed)
    named = number or ("reference" in changed and state.reference)
    if state.contact is None or not (named or {"date", "total", "contact"} & set(changed)):
        return []
    repeats = number is not None and not state.document.number_is_unique
    around = timedelta(days=DAYS_OF_NUMBER if repeats else DAYS_AROUND)
    requested = DocumentSearch(state.contact.contact_id, state.day - around, state.day + around, summary_only=True)
    most = LARGEST_PAGE if repeats else COMPARED
    page = await if_answered(documents_of(state.ctx, state.document, requested, most=most))
    return None if page is None else _counting(state, page.items)


async def _of_other_contacts(state: DocumentState, changed: Collection[str]) -> list[Any] | None:
    """Documents of others with a number like this one: a supplier may be there twice. None where Xero does not answer.

    Only a number of three digits or more is asked for: a shorter one is many suppliers' by chance.
    """
    digits = max(re.findall(r"[0-9]+", state.number or ""), key=len, default="").lstrip("0")
    if len(digits) < _TELLING or not {"number", "contact", "total"} & set(changed):
        return []
    around = timedelta(days=DAYS_AROUND)
    found = await if_answered(documents_with(state.ctx, state.document, digits, state.day - around, state.day + around))
    own = state.contact.contact_id if state.contact else None
    return None if found is None else [
        each for each in _counting(state, found) if each.contact is not None and each.contact.contact_id != own
    ]  # fmt: skip


def _counting(state: DocumentState, found: Iterable[Any]) -> list[Any]:
    own = state.stored.id if state.stored else None
    return [each for each in found if each.status not in GONE and each.record_id != own]


def _stated_number(state: DocumentState, changed: Collection[str]) -> str | None:
    """The number, where others may have it too: Xero itself keeps one that must be unique from coming again."""
    can_repeat = state.stored is None or not state.document.number_is_unique
    return state.number if "number" in changed and can_repeat else None


def _facts(state: DocumentState, changed: Collection[str]) -> DocumentFacts:
    """What is compared: of number and reference what is new, and the number of a bill in any case."""
    number = _stated_number(state, changed) if state.document.number_is_unique else state.number
    reference = state.reference if "reference" in changed else None
    contact = state.contact
    return DocumentFacts(
        contact.contact_id if contact else None, contact.name if contact else None, number, reference, state.day,
        state.net, state.total, state.currency,
    )  # fmt: skip
