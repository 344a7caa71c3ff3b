"""The plan that undoes what was recorded for bank lines, as far as Xero still lets it go."""

from __future__ import annotations

from collections.abc import Sequence

from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.kinds.bank_transaction_plans import deleting
from atom_xero_plugin.accounting.kinds.bank_transactions import bank_transaction_view
from atom_xero_plugin.accounting.kinds.bank_transfers import bank_transfer_view, deleting_transfer, one_transfer
from atom_xero_plugin.accounting.kinds.payment_steps import reversing
from atom_xero_plugin.accounting.kinds.payments import payment_view
from atom_xero_plugin.accounting.resolve.documents import one_payment
from atom_xero_plugin.accounting.warnings import day_warnings
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import Money, totals_by_currency
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step
from atom_xero_plugin.xero.lists import get
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction
from atom_xero_plugin.xero.records.bank_transfers import BankTransfer
from atom_xero_plugin.xero.records.payments import Payment


async def propose_taking_back(
    ctx: Context, payments: Sequence[str], transactions: Sequence[str], transfers: Sequence[str] = ()
) -> Proposal:
    """One step a record. What is gone already is left out; what Xero does not let go is reported and stays.

    Raises NotFound for what is not in Xero, Conflict if nothing can be undone.
    """
    paid = [await one_payment(ctx.xero, each, path=f"/payments/{n}") for n, each in enumerate(payments)]
    moved = [await get(ctx.xero, BANK_TRANSACTIONS, each) for each in transactions]
    between = [await one_transfer(ctx.xero, each) for each in transfers]
    standing = [each for each in {each.payment_id: each for each in paid}.values() if each.status == "AUTHORISED"]
    there = [
        each for each in {each.bank_transaction_id: each for each in moved}.values() if each.status == "AUTHORISED"
    ]
    halves = [each for each in {each.bank_transfer_id: each for each in between}.values() if each.status != "DELETED"]
    stays = [(each.payment_id, why) for each in standing if (why := _why_payment_stays(each))]
    stays += [(each.bank_transaction_id, why) for each in there if (why := _why_transaction_stays(each))]
    stays += [(each.bank_transfer_id, why) for each in halves if (why := _why_transfer_stays(each))]
    stored = {identity for identity, _ in stays}
    halves = [each for each in halves if each.bank_transfer_id not in stored]
    steps = [_payment_step(ctx, each) for each in standing if each.payment_id not in stored]
    steps += [_transaction_step(ctx, each) for each in there if each.bank_transaction_id not in stored]
    steps += [deleting_transfer(each, label=_transfer_label(ctx, each)) for each in halves]
    if not steps:
        reasons = [FieldError("", why) for _, why in stays]
        reported = "; ".join(why for _, why in stays) or "all of it was undone already"
        raise Conflict(f"Nothing can be undone: {reported}.", fields=reasons, hint="Check the records in Xero.")
    return Proposal(
        summary=_summary(ctx, standing, there, halves, stored, len(stays)),
        steps=steps,
        before=_snapshot(ctx, standing, there, halves, stored),
        after={"reversed": [step.label for step in steps], "stays": [why for _, why in stays]},
        warnings=[*_warnings(ctx, standing, there), *(PlanWarning("stays", f"{why}; it stays.") for _, why in stays)],
        independent=True,
        amount=_moved(ctx, standing, there, halves, stored),
        leaves=sorted(stored),
    )


def _why_payment_stays(payment: Payment) -> str | None:
    if payment.in_batch:
        return f"The payment {payment.payment_id} is part of a batch, which delete_batch_payment deletes as a whole"
    return None


def _why_transaction_stays(record: BankTransaction) -> str | None:
    if record.is_reconciled:
        which = in_sentence(record.reference or record.bank_transaction_id)
        return (
            f"The bank transaction {which} is reconciled, and Xero does not let it be deleted until it is unreconciled "
            "there"
        )
    return None


def _why_transfer_stays(record: BankTransfer) -> str | None:
    if record.from_is_reconciled or record.to_is_reconciled:
        return f"A half of the transfer {record.bank_transfer_id} is reconciled, so Xero does not let it be deleted"
    return None


def _transfer_label(ctx: Context, record: BankTransfer) -> str:
    return f"bank transfer of {bank_transfer_view(ctx, record).amount} on {record.date}"


def _payment_step(ctx: Context, payment: Payment) -> Step:
    shown = payment_view(ctx, payment)
    number = payment.invoice.invoice_number if payment.invoice else None
    return reversing(
        payment, label=f"payment of {shown.amount} of {in_sentence(number or 'a document')} on {payment.date}"
    )


def _transaction_step(ctx: Context, record: BankTransaction) -> Step:
    shown = bank_transaction_view(ctx, record)
    reference = f" {in_sentence(shown.reference)}" if shown.reference else ""
    return deleting(record, label=f"bank transaction of {shown.total}{reference} on {record.date}")


def _summary(
    ctx: Context, paid: Sequence[Payment], moved: Sequence[BankTransaction], halves: Sequence[BankTransfer],
    stored: set[str], stays: int,
) -> str:  # fmt: skip
    payments = [payment_view(ctx, each).amount for each in paid if each.payment_id not in stored]
    others = [bank_transaction_view(ctx, each).total for each in moved if each.bank_transaction_id not in stored]
    parts = []
    if payments:
        parts.append(f"reverse {len(payments)} payment{'s' if len(payments) > 1 else ''} ({_total(payments)})")
    if others:
        parts.append(f"delete {len(others)} bank transaction{'s' if len(others) > 1 else ''} ({_total(others)})")
    if halves:
        amounts = [bank_transfer_view(ctx, each).amount for each in halves]
        parts.append(f"delete {len(halves)} bank transfer{'s' if len(halves) > 1 else ''} ({_total(amounts)})")
    more = f"; {stays} cannot be undone" if stays else ""
    words = " and ".join(parts)
    return f"{words[:1].upper()}{words[1:]}{more}."


def _moved(
    ctx: Context, paid: Sequence[Payment], moved: Sequence[BankTransaction], halves: Sequence[BankTransfer],
    stored: set[str],
) -> Money | None:  # fmt: skip
    """All that is undone, whichever way it went; None where that is in several currencies."""
    amounts = [payment_view(ctx, each).amount for each in paid if each.payment_id not in stored]
    amounts += [bank_transaction_view(ctx, each).total for each in moved if each.bank_transaction_id not in stored]
    amounts += [bank_transfer_view(ctx, each).amount for each in halves]
    totals = totals_by_currency(amounts)
    return totals[0] if len(totals) == 1 else None


def _total(amounts: Sequence[Money]) -> str:
    return ", ".join(str(each) for each in totals_by_currency(amounts))


def _snapshot(
    ctx: Context, paid: Sequence[Payment], moved: Sequence[BankTransaction], halves: Sequence[BankTransfer],
    stored: set[str],
) -> dict[str, object]:  # fmt: skip
    return {
        "payments": [snapshot(payment_view(ctx, each)) for each in paid if each.payment_id not in stored],
        "bank_transactions": [
            snapshot(bank_transaction_view(ctx, each)) for each in moved if each.bank_transaction_id not in stored
        ],
        **({"bank_transfers": [snapshot(bank_transfer_view(ctx, each)) for each in halves]} if halves else {}),
    }


def _warnings(ctx: Context, paid: Sequence[Payment], moved: Sequence[BankTransaction]) -> list[PlanWarning]:
    days = sorted(day for day in (*(each.date for each in paid), *(each.date for each in moved)) if day is not None)
    found = day_warnings(ctx.organisation, days[0], ctx.today, what="The first of them") if days else []
    reconciled = sum(1 for each in paid if each.is_reconciled)
    if reconciled:
        words = f"{reconciled} of the payments are matched with the bank; their statement lines will be open again."
        found.append(PlanWarning("reconciled", words))
    return found
