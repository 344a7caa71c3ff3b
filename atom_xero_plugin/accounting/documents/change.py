"""From a change that a person asks for to the exact update of a document, as far as its state allows one.

Source: developer.xero.com, Invoices: a draft takes any change, an approved one too while nothing is paid on it; with
payments or credits only what moves no amount; one that is paid, voided, deleted or in a locked period takes none.
Quotes: a draft and one that is sent take any change.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.accounting.currency_rates import (
    checked_rate,
    is_exact,
    rate_expected,
    rate_shown,
    rate_text,
    rate_warnings,
)
from atom_xero_plugin.accounting.documents.change_inputs import DocumentChanges, names_lines
from atom_xero_plugin.accounting.documents.create import amounts_expected, checked, live_contact
from atom_xero_plugin.accounting.documents.document import Document, StoredDocument, TextField, expected, rounding_of
from atom_xero_plugin.accounting.documents.habits import charged
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.documents.line_changes import REWORDED, LineAfter, check_lines_alone, lines_after
from atom_xero_plugin.accounting.documents.line_undo import former_lines
from atom_xero_plugin.accounting.documents.line_view import line_of
from atom_xero_plugin.accounting.documents.lines import LineRules, tracking_expected
from atom_xero_plugin.accounting.documents.preflight import (
    DocumentState,
    line_warnings,
    preflight,
    refuse_locked,
    state_of,
)
from atom_xero_plugin.accounting.documents.transitions import refuse_unless
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, sane_day
from atom_xero_plugin.accounting.kinds.contacts import contact_ref
from atom_xero_plugin.accounting.pricing import AmountsAre, totals_of
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Totals, Undo
from atom_xero_plugin.xero.records.contacts import Contact

_SUMS: Final = ("total", "total_in_base")
"""What a plan shows and nobody asked to change by itself."""
_MOVES_AMOUNTS: Final = ("date", "currency_rate", "amounts_are", "lines", "add_lines", "remove_lines")
"""What cannot change once something is paid or credited."""


@dataclass
class _Change:
    """What changes, gathered field by field."""

    body: dict[str, Any] = field(default_factory=dict)
    expects: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    former: dict[str, Any] = field(default_factory=dict)
    """Arguments that set the old values again."""
    final: list[str] = field(default_factory=list)
    """What no argument could set back."""

    def put(self, name: str, before: Any, after: Any, xero: Mapping[str, Any]) -> None:
        """One field, if it changes at all."""
        if before == after:
            return
        self.before[name], self.after[name] = before, after
        self.body |= xero
        self.expects |= expected(xero)
        if before is None:
            self.final.append(name)
        else:
            self.former[name] = before


async def propose_change(
    document: Document, requested: DocumentChanges, find: Callable[[], Awaitable[StoredDocument]]
) -> Proposal:
    """The plan that changes a document.

    Args:
        document: The kind of document that takes all the fields of `requested`.
        requested: What changes.
        find: Looks the document up in Xero, once the arguments are right by themselves.

    Raises InvalidArguments, NotFound, Ambiguous or Conflict for what Xero would refuse.
    """
    texts = _check_alone(document, requested)
    stored = await find()
    refuse_unless(stored, "changed")
    refuse_locked(stored, requested.date)
    _refuse_settled(stored, requested)
    for each in texts:
        if each not in {stored.document.number, *stored.document.texts}:
            raise invalid_argument(f"/{each.name}", stored.document.no_reference, hint=AFTER_READING)
    contact = await live_contact(stored.ctx.xero, requested.contact) if requested.contact is not None else None
    change = _Change()
    _put_fields(change, stored, requested, texts)
    if contact is not None:
        _put_contact(change, stored, contact)
    after, totals = await _put_lines(change, stored, requested)
    if not change.after:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    state = replace(_state(change, stored, contact, totals), edited=charged(_edited(after)))
    found = await preflight(state, frozenset(change.after))
    warnings = [*found.warnings, *_state_warnings(stored), *_line_warnings(stored, after, requested)]
    base, rate = stored.ctx.organisation.base_currency, requested.currency_rate
    if rate is not None and "currency_rate" in change.after:
        change.before |= rate_shown(stored.record.currency_rate, stored.totals.total, base)
        change.after |= rate_shown(rate, (totals or stored.totals).total, base)
        warnings += rate_warnings(rate, stored.currency, base)
    return _proposal(change, stored, totals, warnings)


def _check_alone(document: Document, requested: DocumentChanges) -> dict[TextField, str]:
    """The fields of text as they would be sent. Raises InvalidArguments; nothing is asked of Xero for it."""
    check_lines_alone(requested)
    sane_day(requested.date, "/date")
    due = getattr(requested, document.due.name) if document.due else None
    if document.due:
        sane_day(due, f"/{document.due.name}")
    texts = {}
    for each in (document.number, *document.texts):
        given = getattr(requested, each.name)
        text = checked(each, given)
        if given is not None and text is None and not each.optional:
            raise invalid_argument(f"/{each.name}", "must not be blank")
        if given is not None:
            texts[each] = text or ""
    payment_day = _payment_day(requested)
    sane_day(payment_day, "/payment_date")
    if (
        not texts
        and {requested.contact, requested.date, requested.currency_rate, due, payment_day, requested.amounts_are}
        == {None}
        and not names_lines(requested)
    ):
        raise invalid_argument("", f"nothing would change: give at least one field apart from {document.record_kind}")
    return texts


def _refuse_settled(stored: StoredDocument, requested: DocumentChanges) -> None:
    """What would move an amount of a document that is paid or credited in part."""
    settled = stored.document.settled(stored.record)
    if not settled:
        return
    fields = [FieldError(f"/{name}", "cannot change now") for name in _MOVES_AMOUNTS if getattr(requested, name)]
    for number, line in enumerate(requested.change_lines):
        moved = [name for name in type(line).__struct_fields__ if name not in {*REWORDED, "line"}]
        fields += [
            FieldError(f"/change_lines/{number}/{name}", "cannot change now")
            for name in moved
            if getattr(line, name) is not None
        ]
    if requested.contact is not None and settled == "credits":
        fields.append(FieldError("/contact", "cannot change while credits are set against it"))
    if fields:
        raise Conflict(
            f"{settled.capitalize()} are on the {stored.label}, so Xero lets only its number, reference, due date, "
            "contact and the words and accounts of its lines be changed.",
            fields=fields,
            hint="Leave the other fields out, or remove its payments first with reverse_payment.",
        )


def _put_fields(
    change: _Change, stored: StoredDocument, requested: DocumentChanges, texts: Mapping[TextField, str]
) -> None:
    for each, text in texts.items():
        before = getattr(stored.record, each.attribute) or ("" if each.optional else None)
        change.put(each.name, before, text, {each.xero: text})
    days = [("date", "Date", stored.record.date, requested.date)]
    due = stored.document.due
    if due is not None:
        days.append((due.name, due.xero, stored.due, getattr(requested, due.name)))
    for name, xero, now, day in days:
        if day is not None:
            change.put(name, now.isoformat() if now else None, day.isoformat(), {xero: day})
    _put_payment_day(change, stored, _payment_day(requested))
    _put_rate(change, stored, requested.currency_rate)


def _put_rate(change: _Change, stored: StoredDocument, given: Decimal | None) -> None:
    rate = checked_rate(given, stored.currency, stored.ctx.organisation.base_currency)
    if rate is None:
        return
    before = rate_text(stored.record.currency_rate)
    change.put("currency_rate", before, rate_text(rate), {"CurrencyRate": rate})
    if "currency_rate" not in change.after:
        return
    change.expects |= rate_expected(rate)
    if before is not None and not is_exact(stored.record.currency_rate):
        change.final.append("currency_rate")
        del change.former["currency_rate"]


def _payment_day(requested: DocumentChanges) -> date | None:
    """The day on which a payment is expected or planned; of what has none, the skill takes none."""
    return getattr(requested, "payment_date", None)


def _put_payment_day(change: _Change, stored: StoredDocument, day: date | None) -> None:
    field = stored.document.payment_day
    now: date | None = getattr(stored.record, field.attribute) if field is not None else None
    if field is None or day is None or day == now:
        return
    change.put(field.name, now.isoformat() if now else None, day.isoformat(), {field.xero: day})
    del change.expects[f"{field.xero}String"]  # Xero writes this day in one form alone
    change.expects[field.xero] = day.isoformat()


def _put_contact(change: _Change, stored: StoredDocument, contact: Contact) -> None:
    before = stored.contact
    if before is None or before.contact_id == contact.contact_id:
        return
    change.body["Contact"] = {"ContactID": contact.contact_id}
    change.expects["Contact.ContactID"] = contact.contact_id
    change.before["contact"], change.after["contact"] = snapshot(contact_ref(before)), snapshot(contact_ref(contact))
    change.former["contact"] = before.contact_id


async def _put_lines(
    change: _Change, stored: StoredDocument, requested: DocumentChanges
) -> tuple[list[LineAfter], Totals | None]:
    """The lines as they would be, and what the document would come to; nothing if no line is touched."""
    now, document = stored.amounts_are, stored.document
    amounts_are = requested.amounts_are or now
    if not names_lines(requested) and amounts_are == now:
        return [], None
    after, reckoned = await lines_after(stored, requested, LineRules(document, amounts_are, _approved(stored)))
    if not after:
        ends = "deletes or voids" if document.in_ledger else "deletes"
        raise invalid_argument("/remove_lines", f"would leave no line; {document.undo} {ends} it", hint=AFTER_READING)
    totals = _totals(stored, after, amounts_are)
    change.put("amounts_are", now, amounts_are, {"LineAmountTypes": document.line_amount_types(amounts_are)})
    before = [snapshot(line_of(line, stored.currency)) for line in stored.lines]
    snapshots = [snapshot(line.view) for line in after]
    if before == snapshots and amounts_are == now:
        return [], None
    change.before |= {"lines": before, "total": snapshot(stored.totals.total)}
    change.after |= {"lines": snapshots, "total": snapshot(totals.total)}
    change.body["LineItems"] = [line.body for line in after]
    change.expects |= _line_expects(after, totals)
    former = former_lines(stored, after, reckoned, amounts_are)
    if former is None:
        change.final.append("lines")
    else:
        change.former |= former
    return after, totals


def _approved(stored: StoredDocument) -> bool:
    """Whether it is one that counts in the books, or is to be approved as it is."""
    return stored.document.in_ledger and stored.status != "DRAFT"


def _totals(stored: StoredDocument, after: Sequence[LineAfter], amounts_are: AmountsAre) -> Totals:
    """What the document would come to. As long as no amount moves, Xero's rounding of the total stays in it."""
    totals = totals_of([line.priced for line in after], amounts_are, stored.currency)
    if (totals.net.amount, totals.tax.amount) == (stored.record.sub_total, stored.record.total_tax):
        return Totals(totals.net, totals.tax, stored.money(totals.total.amount + rounding_of(stored.record)))
    return totals


def _line_expects(after: Sequence[LineAfter], totals: Totals) -> dict[str, str]:
    """What lines and sums must show; how Xero keeps the line breaks of a description is its own affair."""
    expects = {
        f"LineItems.{number}.{name}": str(line.body[name])
        for number, line in enumerate(after)
        for name in ("Description", "AccountCode")
        if line.body.get(name) and "\n" not in line.body[name] and (line.was is None or line.touched)
        if name != "AccountCode" or line.priced.amount != 0  # Xero keeps no account on a line of 0
    }
    expects |= tracking_expected([line.body for line in after])
    emptied = [number for number, line in enumerate(after) if line.body.get("Tracking") == []]
    expects |= {f"LineItems.{number}.Tracking.0.Name": "" for number in emptied}
    return expects | amounts_expected(totals) if all(line.taxed for line in after) else expects


def _state(change: _Change, stored: StoredDocument, contact: Contact | None, totals: Totals | None) -> DocumentState:
    body = change.body
    return replace(
        state_of(stored),
        contact=contact or stored.contact,
        day=body.get("Date", stored.record.date) or stored.ctx.today,
        due=body.get(stored.document.due.xero, stored.due) if stored.document.due else None,
        number=change.after.get("number", stored.number),
        reference=change.after.get("reference", stored.reference) or None,
        total=totals.total.amount if totals is not None else stored.record.total,
        net=totals.net.amount if totals is not None else stored.record.sub_total,
        approved=_approved(stored),
    )


def _state_warnings(stored: StoredDocument) -> list[PlanWarning]:
    found = []
    if stored.document.in_ledger and stored.status == "AUTHORISED":
        found.append(PlanWarning("approved", "It is approved: the change counts in the books at once."))
    if stored.document.sent(stored.record):
        whom = "customer" if stored.document.side == "sales" else "supplier"
        found.append(PlanWarning("sent", f"It was sent to the {whom}, who has it as it was."))
    return found


def _edited(after: Sequence[LineAfter]) -> list[LineAfter]:
    return [line for line in after if line.was is None or line.touched]


def _line_warnings(stored: StoredDocument, after: Sequence[LineAfter], requested: DocumentChanges) -> list[PlanWarning]:
    return line_warnings(
        stored.document,
        after,
        new=[line for line in after if line.was is None],
        edited=_edited(after),
        draft=stored.status == "DRAFT",
        taxless=(requested.amounts_are or stored.amounts_are) == "no_tax",
    )


def _proposal(change: _Change, stored: StoredDocument, totals: Totals | None, warnings: list[PlanWarning]) -> Proposal:
    document = stored.document
    status = stored.status
    if document.in_ledger and status == "AUTHORISED" and totals is not None and totals.total.amount == 0:
        status = "PAID"  # nothing is to be paid, so Xero sees it as paid at once
    if change.final:
        reported = ", ".join(name.replace("_", " ") for name in change.final)
        warnings = [*warnings, PlanWarning("no_undo", f"No skill can set the old {reported} again.")]
    known = {"number": stored.number}
    names = ", ".join(name.replace("_", " ") for name in change.after if name not in _SUMS)
    total = f" It then comes to {totals.total}." if totals is not None else ""
    kind = document.record_kind
    undo = Undo(
        f"change_{kind}",
        {kind: stored.id, **change.former},
        f"change_{kind} can set the old values as long as its state allows it.",
    )
    return Proposal(
        summary=f"Change {names} of the {stored.label}.{total}",
        steps=[stored.update(change.body, {document.endpoint.id_name: stored.id, "Status": status, **change.expects})],
        before=known | change.before,
        after=known | change.after,
        kinds=[document.listed_as],
        totals=totals or stored.totals,
        party=stored.contact.name if stored.contact else None,
        warnings=warnings,
        undo=None if change.final else undo,
    )
