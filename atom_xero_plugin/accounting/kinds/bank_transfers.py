"""What a bank transfer means: how answers show it, and the plans that create and delete one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line, sane_day
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.accounts import SAMPLE_NAME, AccountRef, account_ref, is_archived
from atom_xero_plugin.accounting.kinds.bank_account_inputs import account_label
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.warnings import NOT_COMPARED, day_warnings, refuse_closed
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import get, list_of
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS
from atom_xero_plugin.xero.records.bank_transfers import (
    BANK_TRANSFERS,
    BankTransfer,
    BankTransferFilter,
    delete_transfer,
)
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import create

_CLOSE: Final = dt.timedelta(days=3)
"""Days within which a transfer of the same amount between the same accounts looks like this one."""
BankTransferName = Annotated[
    str,
    Meta(
        description="Its id. Xero bank transfers are listed by find_bank_transfers.",
        min_length=1,
        max_length=50,
        extra=also("bank_transfer_id transfer transfer_id id"),
    ),
]


class BankTransferView(Struct, omit_defaults=True):
    """Money moved between two bank accounts."""

    id: Annotated[str, Meta(description="Xero's id.")]
    amount: Annotated[Money, Meta(description="How much.")]
    date: Annotated[dt.date | None, Meta(description="Day.")]
    state: Annotated[str, Meta(description="recorded, or deleted.")]
    from_account: Annotated[AccountRef | None, Meta(description="Account that it left.")]
    to_account: Annotated[AccountRef | None, Meta(description="Account that it reached.")]
    url: Annotated[str | None, Meta(description="The page in Xero of the half that left.")] = None
    reference: Annotated[str | None, Meta(description="Reference.")] = None
    from_reconciled: Annotated[bool, Meta(description="Whether the half that left is matched with the bank.")] = False
    to_reconciled: Annotated[bool, Meta(description="Whether the half that came is matched with the bank.")] = False
    from_transaction: Annotated[str | None, Meta(description="Id of the bank transaction that left.")] = None
    to_transaction: Annotated[str | None, Meta(description="Id of the bank transaction that came.")] = None
    created_at: Annotated[dt.datetime | None, Meta(description="When it was recorded, UTC.")] = None


class BankTransferResult(Struct):
    """What a write of a bank transfer answers, from the record that was read back."""

    bank_transfer: Annotated[BankTransferView, Meta(description="The bank transfer as Xero has it now.")]


def bank_transfer_view(ctx: Context, record: BankTransfer) -> BankTransferView:
    """A bank transfer in full."""
    left = record.from_bank_account
    currency = (left.currency_code if left else None) or ctx.organisation.base_currency
    half = record.from_bank_transaction_id
    return BankTransferView(
        id=record.bank_transfer_id,
        amount=Money.of(record.amount, currency),
        date=record.date,
        state={"AUTHORISED": "recorded", "": "recorded"}.get(record.status or "", (record.status or "").lower()),
        from_account=account_ref(left) if left else None,
        to_account=account_ref(record.to_bank_account) if record.to_bank_account else None,
        url=ctx.link(BANK_TRANSACTIONS.page, half) if half else None,
        reference=record.reference or None,
        from_reconciled=bool(record.from_is_reconciled),
        to_reconciled=bool(record.to_is_reconciled),
        from_transaction=half,
        to_transaction=record.to_bank_transaction_id,
        created_at=record.created_date_utc,
    )


async def propose_transfer(
    ctx: Context, *, from_account: str, to_account: str, amount: Decimal, day: dt.date | None, reference: str | None
) -> Proposal:
    """The plan that records a transfer. Raises InvalidArguments, NotFound, Ambiguous or Conflict."""
    reference = one_line(reference, "/reference")
    on = sane_day(day, "/date") or ctx.today
    refuse_closed(ctx.organisation, on, what="The transfer", path="/date")
    accounts = await chart(ctx.xero)
    left = accounts.bank_account(from_account, path="/from_account")
    reached = accounts.bank_account(to_account, path="/to_account")
    made = await transfer_step(
        ctx, left, reached, amount=amount, day=on, reference=reference, paths=("/from_account", "/to_account")
    )
    money = made.money
    return Proposal(
        summary=f"Record a transfer of {money} from the {account_label(left)} to the {account_label(reached)} on {on}.",
        steps=[made.step],
        after={
            "from_account": snapshot(account_ref(left)),
            "to_account": snapshot(account_ref(reached)),
            "amount": snapshot(money),
            "date": on.isoformat(),
            "reference": reference,
        },
        party=left.name,
        amount=money,
        warnings=[*day_warnings(ctx.organisation, on, ctx.today, what="The transfer"), *made.warnings],
        undo=Undo("delete_bank_transfer", {}, "delete_bank_transfer can delete it.", written={"bank_transfer": RECORD}),
    )


class TransferStep(Struct, frozen=True):
    """The step that records a transfer, and what a person should know of it."""

    left: Account
    reached: Account
    money: Money
    step: Step
    warnings: list[PlanWarning]


async def transfer_step(
    ctx: Context, left: Account, reached: Account, *, amount: Decimal, day: dt.date, reference: str | None,
    paths: tuple[str, str], label: str | None = None,
) -> TransferStep:  # fmt: skip
    """The step that records a transfer between two accounts, which `paths` are the arguments of.

    Raises InvalidArguments for one account twice, Conflict for one that is archived or in another currency.
    """
    base = ctx.organisation.base_currency
    for account, path in zip((left, reached), paths, strict=True):
        _usable(account, path)
    _refuse_pair(left, reached, base, paths[1])
    alike = await _alike(ctx.xero, left, reached, amount, day)
    body = {
        "FromBankAccount": {"AccountID": left.account_id},
        "ToBankAccount": {"AccountID": reached.account_id},
        "Amount": amount,
        "Date": day,
        "Reference": reference,
    }
    expects = {"Amount": f"{amount:f}", "FromBankAccount.AccountID": left.account_id,
               "ToBankAccount.AccountID": reached.account_id}  # fmt: skip
    step = Step(
        create(BANK_TRANSFERS, body),
        "bank_transfer",
        expects=expects | ({"Reference": reference} if reference else {}),
        find=None if alike is None else BankTransferFilter(date_from=day, date_to=day).params(),
        besides=[each.bank_transfer_id for each in alike or () if each.date == day],
        label=label,
    )
    money = Money.of(amount, left.currency_code or base)
    return TransferStep(left, reached, money, step, _duplicates(alike, money))


def _usable(account: Account, path: str) -> Account:
    if is_archived(account):
        message = f"The {account_label(account)} is archived, so nothing can be transferred."
        raise Conflict(message, fields=[FieldError(path, "is archived")], hint="Restore it with change_bank_account.")
    return account


def _refuse_pair(left: Account, reached: Account, base: str, path: str) -> None:
    if left.account_id == reached.account_id:
        raise invalid_argument(path, "is the account that the money leaves", hint=AFTER_READING)
    currencies = [each.currency_code or base for each in (left, reached)]
    if currencies[0] != currencies[1]:
        raise Conflict(
            f"One account is in {currencies[0]} and the other in {currencies[1]}: Xero's API transfers within one "
            "currency only.",
            fields=[FieldError(path, f"is in {currencies[1]}")],
            hint="A person can record it in Xero (Bank accounts, Transfer money).",
        )


async def _alike(
    xero: XeroClient, left: Account, reached: Account, amount: Decimal, day: dt.date
) -> list[BankTransfer] | None:
    """Transfers of this amount between these accounts of about that day; None where Xero does not answer."""
    asked = BankTransferFilter(date_from=day - _CLOSE, date_to=day + _CLOSE)
    page = await if_answered(list_of(xero, BANK_TRANSFERS, asked))
    if page is None:
        return None
    wanted = (amount, left.account_id, reached.account_id)
    return [each for each in page.items if each.status != "DELETED" and _moved(each) == wanted]


def _moved(record: BankTransfer) -> tuple[Decimal | None, str | None, str | None]:
    accounts = [each.account_id if each else None for each in (record.from_bank_account, record.to_bank_account)]
    return record.amount, accounts[0], accounts[1]


def _duplicates(alike: list[BankTransfer] | None, money: Money) -> list[PlanWarning]:
    if alike is None:
        return [NOT_COMPARED]
    words = "A transfer of {} between these accounts on {} is there already ({})."
    return [PlanWarning("possible_duplicate", words.format(money, each.date, each.bank_transfer_id)) for each in alike]


async def one_transfer(xero: XeroClient, named: str) -> BankTransfer:
    """The transfer with this id. Raises InvalidArguments for what is no id, or NotFound."""
    identity = checked_guid(named.strip(), "/bank_transfer")
    return await by_id(get(xero, BANK_TRANSFERS, identity), f"bank transfer {identity}", "/bank_transfer")


async def propose_deleting(ctx: Context, named: str) -> Proposal:
    """The plan that deletes a transfer with both its halves. Raises Conflict for one that is deleted."""
    record = await one_transfer(ctx.xero, named)
    if record.status == "DELETED":
        raise Conflict("The bank transfer is deleted already.", hint="Nothing needs to be done.")
    shown = bank_transfer_view(ctx, record)
    before = snapshot(shown)
    names = [in_sentence(each.name) if each else "?" for each in (shown.from_account, shown.to_account)]
    warnings = day_warnings(ctx.organisation, record.date or ctx.today, ctx.today, what="The transfer")
    if shown.from_reconciled or shown.to_reconciled:
        words = "A half of it is matched with the bank: Xero may refuse until a person undoes that match there."
        warnings.append(PlanWarning("reconciled", words))
    return Proposal(
        summary=f"Delete the transfer of {shown.amount} from {names[0]} to {names[1]} of {record.date}, both halves.",
        steps=[deleting_transfer(record)],
        before=before,
        after={**before, "state": "deleted"},
        party=shown.from_account.name if shown.from_account else None,
        amount=shown.amount,
        warnings=warnings,
        undo=_again(shown),
    )


def deleting_transfer(record: BankTransfer, *, label: str | None = None) -> Step:
    """The step that deletes a transfer; it is idempotent by itself, so no key goes along."""
    return Step(
        delete_transfer(record.bank_transfer_id),
        "bank_transfer",
        expects={"Status": "DELETED"},
        record_id=record.bank_transfer_id,
        keyed=False,
        label=label,
    )


def _again(shown: BankTransferView) -> Undo | None:
    if shown.from_account is None or shown.to_account is None or shown.date is None:
        return None
    arguments = {"from_account": shown.from_account.id, "to_account": shown.to_account.id,
                 "amount": f"{shown.amount.amount:f}", "date": shown.date.isoformat()}  # fmt: skip
    arguments |= {"reference": shown.reference} if shown.reference else {}
    return Undo("create_bank_transfer", arguments, "create_bank_transfer can record it again.")


BANK_TRANSFER: Final = RecordKind[BankTransfer](
    name="bank_transfer",
    endpoint=BANK_TRANSFERS,
    view=bank_transfer_view,
    shape=BankTransferView,
    sample={
        "BankTransferID": "f2a3b4c5-d6e7-4f80-9a1b-2c3d4e5f6a7b",
        "Status": "AUTHORISED",
        "FromBankAccount": SAMPLE_NAME,
        "ToBankAccount": {"AccountID": "1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e", "Code": "091", "Name": "Savings"},
        "Amount": "500.00",
        "DateString": "2026-06-15T00:00:00",
        "Reference": "Set aside for tax",
        "CreatedDateUTC": "/Date(1781481600000+0000)/",
    },
)
