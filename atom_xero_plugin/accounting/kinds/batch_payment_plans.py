"""Plans that pay or receive several invoices as one bank movement, and that delete such a batch.

Source: developer.xero.com, Batch Payments: one bank account, the organisation's own currency, bills or sales invoices
but not both, no credits. What the bank shows is `Reference` in New Zealand, `Details` elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

from atom_xero_plugin.accounting.documents.document import GONE, currency_of
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, sane_day
from atom_xero_plugin.accounting.kinds.accounts import account_ref
from atom_xero_plugin.accounting.kinds.bank_account_inputs import account_label
from atom_xero_plugin.accounting.kinds.bank_transaction_plans import usable_account
from atom_xero_plugin.accounting.kinds.batch_payment_steps import batch_step, deleting
from atom_xero_plugin.accounting.kinds.batch_payments import BatchPaymentView, batch_payment_view
from atom_xero_plugin.accounting.kinds.invoices import kind_of, named
from atom_xero_plugin.accounting.kinds.payment_plans import amount_within, due_on, paid_before
from atom_xero_plugin.accounting.kinds.supplier_checks import supplier_warnings
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.accounting.warnings import NOT_COMPARED, day_warnings, refuse_closed
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import ZERO, Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Undo
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every, get, list_of
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.batch_payments import BATCH_PAYMENTS, BatchPayment, BatchPaymentFilter
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter, Kind
from atom_xero_plugin.xero.where_clause import checked_guid, checked_text, is_guid

_NAMED: Final = 5
"""Invoices that a summary names."""
_IN_NEW_ZEALAND, _ELSEWHERE = ("Reference", 12), ("Details", 18)
"""Where the words that the bank shows stand, and how long they may be."""


class BatchRequest(Protocol):
    """What create_batch_payment takes."""

    account: str
    kind: Kind | None
    date: dt.date | None
    reference: str | None

    @property
    def payments(self) -> Sequence[PartRequest]:
        """What is paid."""
        ...


class PartRequest(Protocol):
    """An invoice or bill of a batch, and how much of it is paid."""

    invoice: str
    amount: Decimal | None


class _Part(NamedTuple):
    invoice: Invoice
    amount: Decimal
    due: Decimal


async def propose_batch(ctx: Context, requested: BatchRequest) -> Proposal:
    """The plan that records a batch. Raises InvalidArguments, NotFound, Ambiguous or Conflict with the field."""
    words = _words(ctx, requested.reference)
    for number, each in enumerate(requested.payments):
        checked_text(each.invoice, f"/payments/{number}/invoice")
    day = sane_day(requested.date, "/date") or ctx.today
    refuse_closed(ctx.organisation, day, what="The batch payment", path="/date")
    account = usable_account((await chart(ctx.xero)).bank_account(requested.account), path="/account")
    base = ctx.organisation.base_currency
    if account.currency_code not in {None, base}:
        message = f"is in {account.currency_code}; Xero makes batch payments in {base} only"
        raise Conflict(f"The {account_label(account)} {message}.", fields=[FieldError("/account", message)])
    invoices = await _invoices(ctx.xero, requested)
    parts = [_part(ctx, each, invoices[n], n) for n, each in enumerate(requested.payments)]
    kind = _one_kind(parts)
    total = sum((each.amount for each in parts), ZERO)
    same = await _alike(ctx.xero, account, kind, day, total)
    step = batch_step(
        [(each.invoice, each.amount) for each in parts],
        kind=kind,
        account=account,
        day=day,
        words=words,
        besides=None if same is None else [each.batch_payment_id for each in same],
    )
    money = Money.of(total, base)
    return Proposal(
        summary=_summary(parts, kind, money, account, day),
        steps=[step],
        before={"invoices": [_shown(ctx, each, each.due) for each in parts]},
        after={
            "batch_payment": {
                "settles": kind,
                "total": snapshot(money),
                "date": day.isoformat(),
                "account": snapshot(account_ref(account)),
                "reference": next(iter(words.values()), None),
            },
            "payments": [{**_name(each), "amount": snapshot(Money.of(each.amount, base))} for each in parts],
            "invoices": [_shown(ctx, each, each.due - each.amount) for each in parts],
        },
        party=_party(parts) or account.name,
        amount=money,
        warnings=[
            *_warnings(ctx, parts, day, same, money),
            *await supplier_warnings(ctx, [each.invoice for each in parts]),
        ],
        undo=Undo("delete_batch_payment", {}, "delete_batch_payment can delete it with all its payments.",
                  written={"batch_payment": RECORD}),
    )  # fmt: skip


def _words(ctx: Context, reference: str | None) -> dict[str, str]:
    text = one_line(reference, "/reference")
    name, most = _IN_NEW_ZEALAND if ctx.organisation.country == "NZ" else _ELSEWHERE
    if text and len(text) > most:
        raise invalid_argument("/reference", f"has more than the {most} characters that the bank shows")
    return {name: text} if text else {}


async def _invoices(xero: XeroClient, requested: BatchRequest) -> list[Invoice]:
    """The invoices that are named, in their order: read together, and one by one what is not plain."""
    names = [each.invoice.strip() for each in requested.payments]
    ids = [each for each in names if is_guid(each)]
    numbers = tuple(dict.fromkeys(each for each in names if not is_guid(each)))
    asked = [InvoiceFilter(ids=ids)] if ids else []
    asked += [InvoiceFilter(invoice_numbers=numbers, kind=requested.kind)] if numbers else []
    known = [each for one in asked async for each in every(xero, INVOICES, one)]
    found = []
    for number, name in enumerate(names):
        fits = [each for each in known if _is_named(each, name) and requested.kind in {None, kind_of(each)}]
        path = f"/payments/{number}/invoice"
        found.append(fits[0] if len(fits) == 1 else await one_invoice(xero, name, kind=requested.kind, path=path))
    return found


def _is_named(invoice: Invoice, name: str) -> bool:
    if is_guid(name):
        return invoice.invoice_id.lower() == name.lower()
    return casefolded(invoice.invoice_number) == casefolded(name) and invoice.status not in GONE


def _part(ctx: Context, requested: PartRequest, invoice: Invoice, number: int) -> _Part:
    path = f"/payments/{number}"
    currency, base = currency_of(ctx, invoice), ctx.organisation.base_currency
    if currency != base:
        raise Conflict(
            f"The {named(invoice)} is in {currency}; Xero makes batch payments in {base} only.",
            fields=[FieldError(f"{path}/invoice", f"is in {currency}")],
            hint="Pay it with record_payment.",
        )
    due = due_on(ctx, invoice, path=f"{path}/invoice")
    return _Part(invoice, amount_within(ctx, invoice, requested.amount, due, path=f"{path}/amount"), due)


def _one_kind(parts: Sequence[_Part]) -> Kind:
    kinds = {kind_of(each.invoice) for each in parts}
    if len(kinds) > 1:
        words = "are bills and sales invoices; a batch has one kind"
        raise invalid_argument("/payments", words, hint="Make a batch of each.")
    ids = [each.invoice.invoice_id for each in parts]
    twice = next((number for number, each in enumerate(ids) if each in ids[:number]), None)
    if twice is not None:
        raise invalid_argument(f"/payments/{twice}/invoice", "is in the batch already", hint=AFTER_READING)
    return kinds.pop()


async def _alike(
    xero: XeroClient, account: Account, kind: Kind, day: dt.date, total: Decimal
) -> list[BatchPayment] | None:
    """Batches of this day, account and total that count; None where Xero does not answer."""
    page = await if_answered(list_of(xero, BATCH_PAYMENTS, BatchPaymentFilter(kind=kind, date_from=day, date_to=day)))
    if page is None:
        return None
    return [
        each
        for each in page.items
        if each.status != "DELETED"
        and each.total_amount == total
        and each.account is not None
        and each.account.account_id == account.account_id
    ]


def _summary(parts: Sequence[_Part], kind: Kind, money: Money, account: Account, day: dt.date) -> str:
    what = "bill" if kind == "bill" else "sales invoice"
    count = f"{len(parts)} {what}{'s' if len(parts) > 1 else ''}"
    names = [in_sentence(each.invoice.invoice_number or each.invoice.invoice_id) for each in parts[:_NAMED]]
    more = f" and {len(parts) - _NAMED} more" if len(parts) > _NAMED else ""
    partly = sum(1 for each in parts if each.amount != each.due)
    left = (
        f"; {partly} in part" if partly else ", which settles all of them" if len(parts) > 1 else ", which settles it"
    )
    way = "from" if kind == "bill" else "into"
    verb = "Record one payment of" if kind == "bill" else "Record one receipt of"
    return f"{verb} {money} {way} the {account_label(account)} on {day} for {count} ({', '.join(names)}{more}){left}."


def _name(part: _Part) -> dict[str, Any]:
    contact = part.invoice.contact
    return {"number": part.invoice.invoice_number, "contact": contact.name if contact else None}


def _shown(ctx: Context, part: _Part, due: Decimal) -> dict[str, Any]:
    money = Money.of(due, ctx.organisation.base_currency)
    return {"id": part.invoice.invoice_id, **_name(part), "amount_due": snapshot(money)}


def _party(parts: Sequence[_Part]) -> str | None:
    """The contact, if it is one alone."""
    names = {each.invoice.contact.name if each.invoice.contact else None for each in parts}
    return names.pop() if len(names) == 1 else None


def _warnings(
    ctx: Context, parts: Sequence[_Part], day: dt.date, same: Sequence[BatchPayment] | None, money: Money
) -> list[PlanWarning]:
    found = day_warnings(ctx.organisation, day, ctx.today, what="The batch payment")
    for each in parts:
        if each.invoice.date is not None and day < each.invoice.date:
            words = f"It is dated {day}, before the {each.invoice.date} of the {named(each.invoice)}."
            found.append(PlanWarning("before_invoice", words))
        found += paid_before(ctx, each.invoice, each.amount, day)
    if same is None:
        return [*found, NOT_COMPARED]
    words = "A batch payment of {} on that day and account is there already ({})."
    return [*found, *(PlanWarning("possible_duplicate", words.format(money, each.batch_payment_id)) for each in same)]


async def one_batch(xero: XeroClient, text: str) -> BatchPayment:
    """The batch with this id. Raises InvalidArguments for what is no id, or NotFound."""
    identity = checked_guid(text.strip(), "/batch_payment")
    return await by_id(get(xero, BATCH_PAYMENTS, identity), f"batch payment {identity}", "/batch_payment")


async def whole_batch_view(ctx: Context, record: BatchPayment) -> BatchPaymentView:
    """A batch with the numbers of its invoices and the name of its account, which Xero gives elsewhere."""
    ids = sorted({each.invoice.invoice_id for each in record.payments or () if each.invoice is not None})
    invoices: dict[str, Invoice] = {}
    if ids:
        asked = InvoiceFilter(ids=ids, summary_only=True)
        invoices = {each.invoice_id: each async for each in every(ctx.xero, INVOICES, asked)}
    return batch_payment_view(ctx, record, invoices, (await chart(ctx.xero)).accounts)


async def propose_deleting(ctx: Context, text: str) -> Proposal:
    """The plan that deletes a batch with all its payments. Raises Conflict for one that is deleted."""
    record = await one_batch(ctx.xero, text)
    if record.status == "DELETED":
        raise Conflict("The batch payment is deleted already.", hint="Nothing needs to be done.")
    shown = await whole_batch_view(ctx, record)
    before = snapshot(shown)
    warnings = day_warnings(ctx.organisation, record.date or ctx.today, ctx.today, what="The batch payment")
    if record.is_reconciled:
        words = "It is matched with the bank: Xero may refuse until a person undoes that match there."
        warnings.append(PlanWarning("reconciled", words))
    count, what = len(shown.payments), "sales invoice" if shown.settles == "sales" else "bill"
    again = f"{count} {what}{'s are' if count != 1 else ' is'} due again"
    return Proposal(
        summary=f"Delete the batch payment of {shown.total} of {record.date}: {again}.",
        steps=[deleting(record)],
        before=before,
        after={**{name: value for name, value in before.items() if name != "payments"}, "state": "deleted"},
        party=shown.account.name if shown.account else None,
        amount=shown.total,
        warnings=warnings,
        undo=_again(shown),
    )


def _again(shown: BatchPaymentView) -> Undo | None:
    if shown.account is None or shown.date is None or not shown.payments:
        return None
    payments = [{"invoice": each.invoice, "amount": f"{each.amount.amount:f}"} for each in shown.payments]
    arguments: dict[str, Any] = {"account": shown.account.id, "date": shown.date.isoformat(), "payments": payments}
    arguments |= {"reference": shown.reference} if shown.reference else {}
    return Undo("create_batch_payment", arguments, "create_batch_payment can record it again.")
