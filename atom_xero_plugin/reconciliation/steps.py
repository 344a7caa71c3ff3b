"""The steps of a plan that records bank lines: payments of documents, and money without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from atom_xero_plugin.accounting.kinds.payment_steps import payment_step
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.plans.claims import Claim
from atom_xero_plugin.plans.proposal import Step
from atom_xero_plugin.reconciliation.choices import EntryDecision, LineDecision, text
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
    kind, reference, total = "RECEIVE" if line.amount > 0 else "SPEND", text(line), abs(line.amount)
    account_id, contact_id = review.account.account_id, entry.contact.contact_id
    sold: dict[str, Any] = {
        "Description": entry.description,
        "Quantity": Decimal(1),
        "UnitAmount": total,
        "AccountCode": entry.account.code,
        "TaxType": entry.rate.tax_type if entry.rate else None,
    }
    body = {
        "Type": kind,
        "Contact": {"ContactID": contact_id},
        "BankAccount": {"AccountID": account_id},
        "Date": line.day,
        "LineAmountTypes": "Inclusive" if entry.rate else "NoTax",
        "LineItems": [{name: value for name, value in sold.items() if value is not None}],
        "Reference": reference,
    }
    seek = BankTransactionFilter(type=kind, contact_id=contact_id, date_from=line.day, date_to=line.day)
    whose = "from" if line.amount > 0 else "to"
    return Step(
        create(BANK_TRANSACTIONS, body),
        "bank_transaction",
        expects={
            "Status": "AUTHORISED",
            "Type": kind,
            "Total": f"{total:f}",
            "BankAccount.AccountID": account_id,
            "Contact.ContactID": contact_id,
            "LineItems.0.AccountCode": entry.account.code or "",
            "Reference": reference,
        },
        find=seek.params(),
        besides=_standing(review, line),
        label=f"row {line.row}, {Money.of(total, review.currency)} {whose} {entry.contact.name}, {entry.account.name}",
    )


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


def _standing(review: StatementReview, line: StatementLine) -> list[str]:
    """Ids of records that are in the books already and agree with a line in day and amount."""
    there = (each for each in review.books.booked if each.day == line.day and each.amount == line.amount)
    return sorted({record for each in there for record in each.records})
