"""From a change that a person asks for to the exact update of an invoice or bill, as far as its state allows one.

Source: developer.xero.com, Invoices: a draft takes any change, an approved one too while nothing is paid on it; with
payments or credits only what moves no amount; one that is paid, voided, deleted or in a locked period takes none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from atom_xero_plugin.accounting import warnings as warning_checks
from atom_xero_plugin.accounting.documents.change_inputs import InvoiceChanges
from atom_xero_plugin.accounting.documents.create import live_contact
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.documents.line_changes import (
    REWORDED,
    LineAfter,
    amounts_of,
    check_lines_alone,
    lines_after,
)
from atom_xero_plugin.accounting.documents.line_undo import former_lines
from atom_xero_plugin.accounting.documents.lines import LineRules
from atom_xero_plugin.accounting.documents.transitions import refuse_unless
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, sane_day
from atom_xero_plugin.accounting.kinds.contacts import contact_ref
from atom_xero_plugin.accounting.kinds.invoices import currency_of, invoice_view, kind_of, money_of, named, rounding_of
from atom_xero_plugin.accounting.pricing import XERO_WORDS, AmountsAre, totals_of
from atom_xero_plugin.accounting.resolve import one_invoice, refuse_taken_number
from atom_xero_plugin.accounting.warnings import DESCRIPTION_ONLY, LINE_OF_ZERO
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step, Totals, Undo
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice
from atom_xero_plugin.xero.write import update

_OPEN: Final = frozenset({"DRAFT", "SUBMITTED", "AUTHORISED"})
_MOVES_AMOUNTS: Final = ("date", "amounts_are", "lines", "add_lines", "remove_lines")
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

    def put(self, name: str, before: Any, after: Any, xero: Mapping[str, Any], expects: Mapping[str, str]) -> None:
        """One field, if it changes at all."""
        if before == after:
            return
        self.before[name], self.after[name] = before, after
        self.body |= xero
        self.expects |= expects
        if before is None:
            self.final.append(name)
        else:
            self.former[name] = before


async def propose_change(ctx: Context, requested: InvoiceChanges) -> Proposal:
    """The plan that changes an invoice or bill.

    Raises InvalidArguments, NotFound, Ambiguous or Conflict for what Xero would refuse.
    """
    number, reference = _check_alone(requested)
    invoice = await one_invoice(ctx.xero, requested.invoice)
    _refuse_closed(ctx, invoice, requested)
    _refuse_settled(invoice, requested)
    if reference is not None and invoice.is_bill:
        raise invalid_argument(
            "/reference", "is of sales invoices; a bill has the supplier's number instead", hint=AFTER_READING
        )
    contact = await live_contact(ctx.xero, requested.contact) if requested.contact is not None else None
    change = _Change()
    _put_fields(change, invoice, requested, number, reference)
    if contact is not None:
        _put_contact(change, invoice, contact)
    after, totals = await _put_lines(ctx, change, invoice, requested)
    if not change.after:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    _refuse_incomplete(invoice, totals)
    warnings = await _warnings(ctx, change, invoice, contact, totals)
    warnings += _line_warnings(invoice, after)
    return _proposal(ctx, change, invoice, totals, warnings)


def _check_alone(requested: InvoiceChanges) -> tuple[str | None, str | None]:
    """The number and the reference as they would be sent. Raises InvalidArguments; nothing is asked of Xero for it."""
    check_lines_alone(requested)
    sane_day(requested.date, "/date")
    sane_day(requested.due_date, "/due_date")
    number = one_line(requested.number, "/number")
    if requested.number is not None and number is None:
        raise invalid_argument("/number", "must not be blank")
    reference = None if requested.reference is None else one_line(requested.reference, "/reference") or ""
    fields = (requested.contact, number, reference, requested.date, requested.due_date, requested.amounts_are)
    if all(each is None for each in fields) and not requested.names_lines:
        raise invalid_argument("", "nothing would change: give at least one field apart from invoice")
    return number, reference


def _refuse_closed(ctx: Context, invoice: Invoice, requested: InvoiceChanges) -> None:
    refuse_unless(invoice, _OPEN, "changed")
    lock = ctx.organisation.lock_date
    for path, day in (("", invoice.date), ("/date", requested.date)):
        if lock is not None and day is not None and day <= lock:
            what = f"The {named(invoice)} is dated {day}" if not path else f"The new date is {day}"
            raise Conflict(
                f"{what}, and the books are locked up to {lock}, so it cannot be changed.",
                fields=[FieldError(path, f"is not after {lock}")] if path else [],
                hint="A person with the right to it can move the lock date in Xero (Advanced accounting).",
            )


def _refuse_settled(invoice: Invoice, requested: InvoiceChanges) -> None:
    """What would move an amount of a document that is paid or credited in part."""
    has_credits = amount_or(invoice.amount_credited) != 0 or bool(
        invoice.credit_notes or invoice.prepayments or invoice.overpayments
    )
    if not (invoice.payments or amount_or(invoice.amount_paid) != 0 or has_credits):
        return
    fields = [FieldError(f"/{name}", "cannot change now") for name in _MOVES_AMOUNTS if getattr(requested, name)]
    for number, line in enumerate(requested.change_lines):
        moved = [name for name in type(line).__struct_fields__ if name not in {*REWORDED, "line"}]
        fields += [
            FieldError(f"/change_lines/{number}/{name}", "cannot change now")
            for name in moved
            if getattr(line, name) is not None
        ]
    if requested.contact is not None and has_credits:
        fields.append(FieldError("/contact", "cannot change while credits are set against it"))
    if fields:
        what = "Credits are" if has_credits else "Payments are"
        raise Conflict(
            f"{what} on the {named(invoice)}, so Xero lets only its number, reference, due date, contact and the words "
            "and accounts of its lines be changed.",
            fields=fields,
            hint="Leave the other fields out, or remove its payments first with reverse_payment.",
        )


def _refuse_incomplete(invoice: Invoice, totals: Totals | None) -> None:
    if totals is None or invoice.status == "DRAFT":
        return
    if totals.total.amount < 0:
        words = "come to less than zero, which only a draft may; that would be a credit note"
        raise invalid_argument("/lines", words, hint=AFTER_READING)


def _put_fields(
    change: _Change, invoice: Invoice, requested: InvoiceChanges, number: str | None, reference: str | None
) -> None:
    if number is not None:
        change.put("number", invoice.invoice_number or None, number, {"InvoiceNumber": number},
                   {"InvoiceNumber": number})  # fmt: skip
    if reference is not None:
        change.put("reference", invoice.reference or "", reference, {"Reference": reference}, {"Reference": reference})
    for name, xero, before, day in (
        ("date", "Date", invoice.date, requested.date),
        ("due_date", "DueDate", invoice.due_date, requested.due_date),
    ):
        if day is not None:
            expects = {f"{xero}String": f"{day}T00:00:00"}
            change.put(name, before.isoformat() if before else None, day.isoformat(), {xero: day}, expects)


def _put_contact(change: _Change, invoice: Invoice, contact: Contact) -> None:
    before = invoice.contact
    if before is None or before.contact_id == contact.contact_id:
        return
    change.body["Contact"] = {"ContactID": contact.contact_id}
    change.expects["Contact.ContactID"] = contact.contact_id
    change.before["contact"], change.after["contact"] = snapshot(contact_ref(before)), snapshot(contact_ref(contact))
    change.former["contact"] = before.contact_id


async def _put_lines(
    ctx: Context, change: _Change, invoice: Invoice, requested: InvoiceChanges
) -> tuple[list[LineAfter], Totals | None]:
    """The lines as they would be, and what the document would come to; nothing if no line is touched."""
    now = amounts_of(invoice)
    amounts_are = requested.amounts_are or now
    if not requested.names_lines and amounts_are == now:
        return [], None
    rules = LineRules(kind_of(invoice), amounts_are, complete=invoice.status != "DRAFT")
    after, reckoned = await lines_after(ctx, invoice, requested, rules)
    if not after:
        raise invalid_argument(
            "/remove_lines", "would leave no line; void_invoice deletes or voids it", hint=AFTER_READING
        )
    totals = _totals(ctx, invoice, after, amounts_are)
    change.put("amounts_are", now, amounts_are, {"LineAmountTypes": XERO_WORDS[amounts_are]},
               {"LineAmountTypes": XERO_WORDS[amounts_are]})  # fmt: skip
    before = [snapshot(line) for line in invoice_view(ctx, invoice).lines]
    snapshots = [snapshot(line.view) for line in after]
    if before == snapshots and amounts_are == now:
        return [], None
    change.before |= {"lines": before, "total": snapshot(money_of(ctx, invoice, invoice.total))}
    change.after |= {"lines": snapshots, "total": snapshot(totals.total)}
    change.body["LineItems"] = [line.body for line in after]
    change.expects |= _line_expects(after, totals)
    former = former_lines(invoice, after, reckoned, now, amounts_are)
    if former is None:
        change.final.append("lines")
    else:
        change.former |= former
    return after, totals


def _totals(ctx: Context, invoice: Invoice, after: Sequence[LineAfter], amounts_are: AmountsAre) -> Totals:
    """What the document would come to. As long as no amount moves, Xero's rounding of the total stays in it."""
    totals = totals_of([line.priced for line in after], amounts_are, currency_of(ctx, invoice))
    if (totals.net.amount, totals.tax.amount) == (invoice.sub_total, invoice.total_tax):
        return Totals(totals.net, totals.tax, money_of(ctx, invoice, totals.total.amount + rounding_of(invoice)))
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
    if all(line.taxed for line in after):
        amounts = {"SubTotal": totals.net, "TotalTax": totals.tax, "Total": totals.total}
        expects |= {name: f"{money.amount:f}" for name, money in amounts.items()}
    return expects


async def _warnings(
    ctx: Context, change: _Change, invoice: Invoice, contact: Contact | None, totals: Totals | None
) -> list[PlanWarning]:
    found = []
    day, due = change.body.get("Date", invoice.date) or ctx.today, change.body.get("DueDate", invoice.due_date)
    what = f"The {named(invoice)}"
    if "number" in change.after and not invoice.is_bill:
        number = change.after["number"]
        await refuse_taken_number(ctx.xero, number, path="/number", besides=invoice.invoice_id)
    if "date" in change.after:
        found += warning_checks.day_warnings(ctx.organisation, day, ctx.today, what=what)
    if {"date", "due_date"} & set(change.after):
        found += warning_checks.due_warnings(day, due, ctx.today)
    if totals is not None:
        found += warning_checks.total_warnings(totals.total.amount)
        if rounding_of(invoice) != 0 and totals.total.amount != invoice.total:
            found.append(warning_checks.ROUNDED)
    if contact is not None and "contact" in change.after:
        found += warning_checks.currency_warnings(currency_of(ctx, invoice), contact, ctx.organisation)
    if invoice.status == "AUTHORISED":
        found.append(PlanWarning("approved", "It is approved: the change counts in the books at once."))
    if invoice.sent_to_contact:
        found.append(PlanWarning("sent", "It was sent to the customer, who has it as it was."))
    return [*found, *await _duplicates(ctx, change, invoice, contact, totals, day)]


async def _duplicates(
    ctx: Context, change: _Change, invoice: Invoice, contact: Contact | None, totals: Totals | None, day: date
) -> list[PlanWarning]:
    """Other documents that it would be like, by what changes."""
    owner = contact or invoice.contact
    total = totals.total.amount if totals is not None else invoice.total
    moved = bool({"date", "total", "contact"} & set(change.after))
    number = change.after.get("number") if invoice.is_bill else None
    reference = change.after.get("reference") or None
    if owner is None or not (number or reference or moved):
        return []
    others = await warning_checks.like_documents(ctx.xero, kind_of(invoice), owner.contact_id, day)
    return warning_checks.duplicate_warnings(
        None if others is None else [each for each in others if each.invoice_id != invoice.invoice_id],
        number=number,
        reference=reference,
        total=total if moved else None,
        day=day,
    )


def _line_warnings(invoice: Invoice, after: Sequence[LineAfter]) -> list[PlanWarning]:
    found = []
    new = [line for line in after if line.was is None]
    if any(line.description_only for line in new):
        found.append(DESCRIPTION_ONLY)
    if any(
        line.priced.amount == 0 and line.body.get("AccountCode") for line in after if line.was is None or line.touched
    ):
        found.append(LINE_OF_ZERO)
    if invoice.status == "DRAFT" and any(line.priced.amount != 0 and not line.body.get("AccountCode") for line in new):
        found.append(PlanWarning("no_account", "A line has no account yet; it is needed to approve."))
    if not all(line.taxed for line in after):
        found.append(PlanWarning("tax_unknown", "The tax of a line without an account is not counted here."))
    return found


def _proposal(
    ctx: Context, change: _Change, invoice: Invoice, totals: Totals | None, warnings: list[PlanWarning]
) -> Proposal:
    status = invoice.status or ""
    if status == "AUTHORISED" and totals is not None and totals.total.amount == 0:
        status = "PAID"  # nothing is to be paid, so Xero sees it as paid at once
    if change.final:
        reported = ", ".join(name.replace("_", " ") for name in change.final)
        warnings = [*warnings, PlanWarning("no_undo", f"No skill can set the old {reported} again.")]
    known = {"number": invoice.invoice_number or None}
    names = ", ".join(name.replace("_", " ") for name in change.after if name != "total")
    total = f" It then comes to {totals.total}." if totals is not None else ""
    undo = Undo(
        "change_invoice",
        {"invoice": invoice.invoice_id, **change.former},
        "change_invoice can set the old values as long as its state allows it.",
    )
    return Proposal(
        summary=f"Change {names} of the {named(invoice)}.{total}",
        steps=[
            Step(
                update(INVOICES, invoice.invoice_id, change.body),
                "invoice",
                expects={"InvoiceID": invoice.invoice_id, "Status": status, **change.expects},
                record_id=invoice.invoice_id,
                unchanged_since=invoice.updated_date_utc,
            )
        ],
        before=known | change.before,
        after=known | change.after,
        totals=totals
        or Totals(
            money_of(ctx, invoice, invoice.sub_total),
            money_of(ctx, invoice, invoice.total_tax),
            money_of(ctx, invoice, invoice.total),
        ),
        party=invoice.contact.name if invoice.contact else None,
        warnings=warnings,
        undo=None if change.final else undo,
    )
