"""The steps of a plan that records bank lines: payments of documents, money without one, transfers and refunds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import replace

from atom_xero_plugin.accounting.kinds.bank_transfers import TransferStep
from atom_xero_plugin.accounting.kinds.credit_steps import refunding
from atom_xero_plugin.accounting.kinds.payment_steps import payment_step
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.claims import Claim
from atom_xero_plugin.plans.proposal import Step
from atom_xero_plugin.reconciliation.choices import LineDecision
from atom_xero_plugin.reconciliation.entries import EntryDecision, EntryLine, RefundDecision, text
from atom_xero_plugin.reconciliation.matching.match import Paid
from atom_xero_plugin.reconciliation.review import StatementReview
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransactionFilter
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.write import create


def steps_of(
    review: StatementReview, decided: Sequence[LineDecision], invoices: Mapping[str, Invoice]
) -> tuple[list[Step], list[Claim]]:
    """One step a payment or bank transaction, and which bank line each is for.

    `invoices` are the documents to be paid, as they are now, with their payments.
    """
    steps: list[Step] = []
    claims: list[Claim] = []
    for each in decided:
        before = len(steps)
        steps += [_payment(review, each.line, paid, invoices[paid.document.id]) for paid in each.pays]
        if each.entry is not None:
            steps.append(_transaction(review, each.line, each.entry))
        if each.transfer is not None:
            label = f"row {each.line.row}, {transfer_label(each.transfer)}"
            steps.append(replace(each.transfer.step, label=label))
        if each.refund is not None:
            steps.append(_refund(review, each.line, each.refund))
        claims.append(_claim(review, each.line, list(range(before, len(steps)))))
    return steps, claims


def _payment(review: StatementReview, line: StatementLine, paid: Paid, invoice: Invoice) -> Step:
    return payment_step(
        invoice,
        account_id=review.account.account_id,
        amount=paid.amount,
        due=invoice.amount_due,
        day=line.day,
        reference=text(line),
        label=f"row {line.row}, {Money.of(paid.amount, review.currency)} of {paid.document.words}",
    )


def _transaction(review: StatementReview, line: StatementLine, entry: EntryDecision) -> Step:
    kind, reference, total = "RECEIVE" if entry.money_in else "SPEND", text(line), entry.total
    account_id, contact_id = review.account.account_id, entry.contact.contact_id
    body = {
        "Type": kind,
        "Contact": {"ContactID": contact_id},
        "BankAccount": {"AccountID": account_id},
        "Date": line.day,
        "LineAmountTypes": "Inclusive" if entry.taxed else "NoTax",
        "LineItems": [_sold(each) for each in entry.lines],
        "Reference": reference,
    }
    seek = BankTransactionFilter(type=kind, contact_id=contact_id, date_from=line.day, date_to=line.day)
    whose = "from" if entry.money_in else "to"
    names = " and ".join(each.account.name or "" for each in entry.lines)
    return Step(
        create(BANK_TRANSACTIONS, body),
        "bank_transaction",
        expects={
            "Status": "AUTHORISED",
            "Type": kind,
            "Total": f"{total:f}",
            "BankAccount.AccountID": account_id,
            "Contact.ContactID": contact_id,
            **{f"LineItems.{number}.AccountCode": each.account.code or "" for number, each in enumerate(entry.lines)},
            "Reference": reference,
        },
        find=seek.params(),
        besides=_standing(review, line, entry.signed),
        label=f"row {line.row}, {Money.of(total, review.currency)} {whose} {entry.contact.name}, {names}",
    )


def _sold(entry: EntryLine) -> dict[str, Any]:
    sold = {
        "Description": entry.description,
        "Quantity": Decimal(1),
        "UnitAmount": entry.amount,
        "AccountCode": entry.account.code,
        "TaxType": entry.rate.tax_type if entry.rate else None,
    }
    return {name: value for name, value in sold.items() if value is not None}


def _refund(review: StatementReview, line: StatementLine, refund: RefundDecision) -> Step:
    step = refunding(
        refund.credit, account_id=review.account.account_id, amount=refund.amount, day=line.day, reference=text(line)
    )
    return replace(step, label=f"row {line.row}, {refund_label(refund, review.currency)}")


def refund_label(refund: RefundDecision, currency: str) -> str:
    """`a refund of NZD 10.00 of the credit note CN-0001 to Acme`."""
    return f"a refund of {Money.of(refund.amount, currency)} of the {refund.credit.label}"


def transfer_label(transfer: TransferStep) -> str:
    """`a transfer of NZD 500.00 from Cheque to Savings`."""
    left, reached = in_sentence(transfer.left.name), in_sentence(transfer.reached.name)
    return f"a transfer of {transfer.money} from {left} to {reached}"


def _claim(review: StatementReview, line: StatementLine, steps: list[int]) -> Claim:
    words = {"payee": line.payee, "reference": line.reference, "description": line.description}
    return Claim(
        account_id=review.account.account_id,
        line_id=line.line_id,
        day=line.day.isoformat(),
        amount=f"{line.amount:f}",
        currency=review.currency,
        words=msgspec.json.encode(words).decode(),
        steps=steps,
        anew=line.line_id in review.gone,
    )


def _standing(review: StatementReview, line: StatementLine, amount: Decimal) -> list[str]:
    """Ids of records that are in the books already, on a line's day and over an amount."""
    there = (each for each in review.books.booked if each.day == line.day and each.amount == amount)
    return sorted({record for each in there for record in each.records})
