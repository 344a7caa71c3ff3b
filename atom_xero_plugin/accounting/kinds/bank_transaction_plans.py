"""Plans that record, change and delete money spent or received, as Xero allows it.

Source: developer.xero.com, Bank Transactions: only SPEND and RECEIVE are changed or deleted, and only while they are
not reconciled; a quantity is above zero, a price is not zero, the total is above zero; an overpayment is one amount
without account and tax, and a reference is of SPEND and RECEIVE alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final, Literal, Protocol

from msgspec.structs import replace

from atom_xero_plugin.accounting import warnings as warning_checks
from atom_xero_plugin.accounting.currency_rates import checked_rate, rate_expected, rate_shown, rate_warnings
from atom_xero_plugin.accounting.documents.change import propose_change
from atom_xero_plugin.accounting.documents.change_inputs import DocumentChanges, LineFields
from atom_xero_plugin.accounting.documents.create import amounts_expected, live_contact
from atom_xero_plugin.accounting.documents.document import Document, StoredDocument, expected
from atom_xero_plugin.accounting.documents.inputs import LineInput, snapshot
from atom_xero_plugin.accounting.documents.lines import DraftLine, LineRules, draft_line, line_books, line_view
from atom_xero_plugin.accounting.documents.preflight import EVERYTHING, DocumentState, preflight, refuse_locked
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, paragraph, sane_day
from atom_xero_plugin.accounting.kinds.accounts import account_ref, is_archived
from atom_xero_plugin.accounting.kinds.bank_account_inputs import account_label
from atom_xero_plugin.accounting.kinds.bank_transactions import (
    MONEY_RECEIVED,
    MONEY_SPENT,
    bank_transaction_view,
    purpose_of,
    stored_transaction,
)
from atom_xero_plugin.accounting.kinds.contacts import contact_ref
from atom_xero_plugin.accounting.pricing import AmountsAre, PricedLine, totals_of
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import ZERO, amount_or, cents
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Totals, Undo
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction, BankTransactionFilter
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.where_clause import checked_guid, checked_text
from atom_xero_plugin.xero.write import create, update

Kept = Literal["plain", "prepayment", "overpayment"]
"""What money spent or received can be recorded as."""
_NEW: Final = EVERYTHING - {"number", "due_date"}
_ELSEWHERE: Final = {
    "prepayment": "Xero neither changes nor deletes a prepayment; it is refunded or set against an invoice.",
    "overpayment": "Xero neither changes nor deletes an overpayment; it is refunded or set against an invoice.",
    "transfer": "It is half of a transfer between two bank accounts; delete_bank_transfer deletes both halves.",
}


class MoneyRequest(Protocol):
    """What create_bank_transaction takes."""

    account: str
    contact: str
    direction: Literal["in", "out"]
    lines: list[LineInput]
    date: dt.date | None
    reference: str | None
    amounts_are: AmountsAre
    currency_rate: Decimal | None
    purpose: Kept


async def propose_money(ctx: Context, requested: MoneyRequest) -> Proposal:
    """The plan that records money spent or received over a bank account.

    Raises InvalidArguments, NotFound, Ambiguous or Conflict for what Xero would refuse.
    """
    reference = _check_alone(requested)
    day = sane_day(requested.date, "/date") or ctx.today
    warning_checks.refuse_closed(ctx.organisation, day, what="It", path="/date")
    account = usable_account(await _bank_account(ctx.xero, requested.account), path="/account")
    contact = await live_contact(ctx.xero, requested.contact)
    document = MONEY_RECEIVED if requested.direction == "in" else MONEY_SPENT
    amounts_are: AmountsAre = "no_tax" if requested.purpose == "overpayment" else requested.amounts_are
    lines = await _lines(ctx.xero, document, requested, amounts_are)
    currency = account.currency_code or ctx.organisation.base_currency
    rate = checked_rate(requested.currency_rate, currency, ctx.organisation.base_currency)
    totals = totals_of([line.priced for line in lines], amounts_are, currency)
    if totals.total.amount <= 0:
        words = "must come to more than zero; money that goes the other way has the other direction"
        raise invalid_argument("/lines", words, hint=AFTER_READING)
    state = DocumentState(
        ctx=ctx, document=document, label=document.words, contact=contact, day=day, due=None, currency=currency,
        number=None, reference=reference, total=totals.total.amount, approved=True,
    )  # fmt: skip
    found = await preflight(state, _NEW, number_path="/reference")
    besides = [each.record_id for each in found.others or () if (each.date, each.total) == (day, state.total)]
    body = _body(requested, document, account, contact, day, reference, lines, amounts_are)
    step = Step(
        create(BANK_TRANSACTIONS, body),
        "bank_transaction",
        expects=_expects(body, account, lines, totals),
        find=None if found.others is None else _search(body, day).params(),
        besides=besides,
    )
    proposal = _proposal(requested, document, account, contact, day, reference, lines, totals, step, found.warnings)
    base = ctx.organisation.base_currency
    return replace(
        proposal,
        after=proposal.after | rate_shown(rate, totals.total, base),
        warnings=[*proposal.warnings, *rate_warnings(rate, currency, base)],
    )


def _check_alone(requested: MoneyRequest) -> str | None:
    """The reference as it is sent. Raises InvalidArguments; nothing is asked of Xero for it."""
    reference = one_line(requested.reference, "/reference")
    checked_text(requested.contact, "/contact")
    if reference and requested.purpose != "plain":
        raise invalid_argument("/reference", f"cannot be given with a {requested.purpose}: Xero keeps none of it")
    check_money_lines("/lines", requested.lines, new=True)
    for number, line in enumerate(requested.lines):
        path = f"/lines/{number}"
        paragraph(line.description, f"{path}/description")
        if line.item is not None and requested.purpose != "plain":
            raise invalid_argument(f"{path}/item", f"cannot be given with a {requested.purpose}")
        if line.item is None and not (line.description or "").strip():
            raise invalid_argument(f"{path}/description", "is required on a line without an item")
        if requested.purpose != "overpayment" and line.item is None and line.account is None:
            raise invalid_argument(f"{path}/account", "is required; find_accounts lists them")
    if requested.purpose == "overpayment":
        _check_overpayment(requested)
    return reference


def _check_overpayment(requested: MoneyRequest) -> None:
    if len(requested.lines) > 1:
        raise invalid_argument("/lines", "has more than one line; an overpayment is one amount")
    [line] = requested.lines
    for name in ("account", "tax", "quantity"):
        if getattr(line, name) is not None:
            raise invalid_argument(f"/lines/0/{name}", "cannot be given: Xero books an overpayment by itself, untaxed")


def check_money_lines(path: str, lines: Sequence[LineInput | LineFields], *, new: bool) -> None:
    """Raises InvalidArguments for a line that money without an invoice cannot have."""
    for number, line in enumerate(lines):
        if line.quantity is not None and line.quantity <= 0:
            raise invalid_argument(f"{path}/{number}/quantity", "must be above zero")
        if line.unit_amount is not None and line.unit_amount == 0:
            raise invalid_argument(f"{path}/{number}/unit_amount", "must not be zero")
        if new and line.unit_amount is None and line.item is None:
            raise invalid_argument(f"{path}/{number}/unit_amount", "is required on a line without an item")


async def _bank_account(xero: XeroClient, named: str) -> Account:
    return (await chart(xero)).bank_account(named)


def usable_account(account: Account, *, path: str) -> Account:
    """The bank account. Raises Conflict for one that is archived."""
    if is_archived(account):
        raise Conflict(
            f"The {account_label(account)} is archived, so nothing can be booked on it.",
            fields=[FieldError(path, "is archived")],
            hint="Restore it with change_bank_account, or name another.",
        )
    return account


async def _lines(
    xero: XeroClient, document: Document, requested: MoneyRequest, amounts_are: AmountsAre
) -> list[DraftLine]:
    if requested.purpose == "overpayment":
        [line] = requested.lines
        amount = cents(amount_or(line.unit_amount))
        body = {"Description": line.description, "LineAmount": amount}
        return [DraftLine(body, PricedLine(amount, ZERO), None, taxed=True)]
    books = await line_books(xero, requested.lines)
    rules = LineRules(document, amounts_are, complete=True)
    return [draft_line(books, rules, line, f"/lines/{number}") for number, line in enumerate(requested.lines)]


def _body(
    requested: MoneyRequest, document: Document, account: Account, contact: Contact, day: dt.date,
    reference: str | None, lines: Sequence[DraftLine], amounts_are: AmountsAre,
) -> dict[str, Any]:  # fmt: skip
    kind = document.fixed["Type"]
    return {
        "Type": kind if requested.purpose == "plain" else f"{kind}-{requested.purpose.upper()}",
        "Contact": {"ContactID": contact.contact_id},
        "BankAccount": {"AccountID": account.account_id},
        "Date": day,
        "LineAmountTypes": document.line_amount_types(amounts_are),
        "LineItems": [line.body for line in lines],
        "Reference": reference,
        "CurrencyRate": requested.currency_rate,
    }


def _expects(body: dict[str, Any], account: Account, lines: Sequence[DraftLine], totals: Totals) -> dict[str, str]:
    shown = expected(body) | {"Status": "AUTHORISED", "BankAccount.AccountID": account.account_id}
    for number, line in enumerate(lines):
        if line.body.get("AccountCode"):
            shown[f"LineItems.{number}.AccountCode"] = line.body["AccountCode"]
    shown |= rate_expected(body["CurrencyRate"])
    sums = amounts_expected(totals)
    return shown | (sums if all(line.taxed for line in lines) else {})


def _search(body: dict[str, Any], day: dt.date) -> BankTransactionFilter:
    contact: str = body["Contact"]["ContactID"]
    return BankTransactionFilter(type=body["Type"], contact_id=contact, date_from=day, date_to=day)


def _proposal(
    requested: MoneyRequest, document: Document, account: Account, contact: Contact, day: dt.date,
    reference: str | None, lines: Sequence[DraftLine], totals: Totals, step: Step, warnings: Sequence[PlanWarning],
) -> Proposal:  # fmt: skip
    plain = requested.purpose == "plain"
    what = document.words if plain else f"{document.words} as {_article(requested.purpose)}"
    found = list(warnings)
    if not plain:
        words = f"Xero deletes no {requested.purpose}: it can be refunded, or set against an invoice or bill."
        found.append(PlanWarning("no_undo", words))
    if not all(line.taxed for line in lines):
        found.append(PlanWarning("tax_unknown", "The tax of a line without a tax rate is not counted here."))
    over = "into" if requested.direction == "in" else "from"
    return Proposal(
        summary=f"Record {what}: {totals.total} {document.whose} {in_sentence(contact.name)} {over} the "
        f"{account_label(account)} on {day}.",
        steps=[step],
        after={
            "direction": requested.direction,
            "purpose": requested.purpose,
            "contact": snapshot(contact_ref(contact)),
            "account": snapshot(account_ref(account)),
            "date": day.isoformat(),
            "reference": reference,
            "amounts_are": "no_tax" if requested.purpose == "overpayment" else requested.amounts_are,
            "lines": [snapshot(line_view(line, totals.total.currency)) for line in lines],
            "total": snapshot(totals.total),
        },
        totals=totals,
        party=contact.name,
        warnings=found,
        undo=Undo(document.undo, {}, f"{document.undo} can delete it while it is not reconciled.",
                  written={"bank_transaction": RECORD}) if plain else None,
    )  # fmt: skip


def _article(purpose: Kept) -> str:
    return f"an {purpose}" if purpose == "overpayment" else f"a {purpose}"


async def one_transaction(xero: XeroClient, named: str) -> BankTransaction:
    """The bank transaction with this id. Raises InvalidArguments for what is no id, or NotFound."""
    path = "/bank_transaction"
    identity = checked_guid(named.strip(), path)
    return await by_id(get(xero, BANK_TRANSACTIONS, identity), f"bank transaction {identity}", path)


async def _changeable(ctx: Context, named: str, becomes: str) -> StoredDocument:
    """One that Xero lets go. Raises Conflict with what to do instead."""
    record = await one_transaction(ctx.xero, named)
    stored = stored_transaction(ctx, record)
    purpose = purpose_of(record)
    if record.status == "DELETED" and becomes == "deleted":
        raise Conflict(f"The {stored.label} is deleted already.", hint="Nothing needs to be done.")
    if purpose != "plain":
        raise Conflict(f"The {stored.label} cannot be {becomes} here.", hint=_ELSEWHERE[purpose])
    if record.is_reconciled:
        raise Conflict(
            f"The {stored.label} is reconciled, so Xero does not let it be {becomes}.",
            hint="A person can undo the match in Xero first (the transaction, Options, Unreconcile).",
        )
    return stored


async def propose_other_money(ctx: Context, named: str, requested: DocumentChanges) -> Proposal:
    """The plan that changes money spent or received. Raises as propose_change, and Conflict for a reconciled one."""
    if requested.contact is not None:
        checked_text(requested.contact, "/contact")
    check_money_lines("/change_lines", requested.change_lines, new=False)
    check_money_lines("/add_lines", requested.add_lines, new=True)
    for number, line in enumerate(requested.lines or []):
        check_money_lines(f"/lines/{number}", [line], new=line.line is None)
    # Both kinds of money take the same fields.
    proposal = await propose_change(MONEY_SPENT, requested, partial(_changeable, ctx, named, "changed"))
    if proposal.totals is not None and proposal.totals.total.amount <= 0:
        raise invalid_argument("/lines", "must come to more than zero", hint=AFTER_READING)
    return proposal


async def propose_deleting(ctx: Context, named: str) -> Proposal:
    """The plan that deletes money spent or received. Raises Conflict for what Xero does not let go."""
    stored = await _changeable(ctx, named, "deleted")
    refuse_locked(stored, None)
    record: BankTransaction = stored.record
    before = snapshot(bank_transaction_view(ctx, record))
    return Proposal(
        summary=f"Delete the {stored.label} of {stored.totals.total} from {record.date}. This is final.",
        steps=[deleting(record)],
        before=before,
        after={**before, "state": "deleted"},
        totals=stored.totals,
        party=stored.contact.name if stored.contact else None,
    )


def deleting(record: BankTransaction, *, label: str | None = None) -> Step:
    """The step that deletes a bank transaction, void if that changes meanwhile."""
    return Step(
        update(BANK_TRANSACTIONS, record.bank_transaction_id, {"Status": "DELETED"}),
        "bank_transaction",
        expects={"Status": "DELETED"},
        record_id=record.bank_transaction_id,
        unchanged_since=record.updated_date_utc,
        label=label,
    )
