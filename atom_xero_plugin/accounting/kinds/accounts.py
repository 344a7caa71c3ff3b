"""How accounts appear in answers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, Account


class AccountRef(Struct):
    """An account, named."""

    id: Annotated[str, Meta(description="Xero's id of the account.")]
    code: Annotated[str | None, Meta(description="Its code; some bank accounts have none.")]
    name: Annotated[str, Meta(description="Its name.")]


class AccountView(Struct, omit_defaults=True):
    """An account of the general ledger."""

    id: Annotated[str, Meta(description="Xero's id of the account.")]
    code: Annotated[str | None, Meta(description="Its code, which lines of invoices name.")]
    name: Annotated[str, Meta(description="Its name.")]
    type: Annotated[str, Meta(description="Xero's type, for example BANK, REVENUE or EXPENSE.")]
    kind: Annotated[str, Meta(description="asset, liability, equity, revenue or expense.")]
    takes_payments: Annotated[bool, Meta(description="Whether invoices and bills can be paid to or from it.")]
    tax_type: Annotated[str | None, Meta(description="Tax type its lines have by default.")] = None
    archived: Annotated[bool, Meta(description="True for one that is no longer in use.")] = False
    currency: Annotated[str | None, Meta(description="Currency of a bank account.")] = None
    bank_number: Annotated[str | None, Meta(description="Number of a bank account.")] = None
    used_by_xero_for: Annotated[str | None, Meta(description="What Xero itself books on it.")] = None
    url: Annotated[str | None, Meta(description="The bank account's page in Xero.")] = None
    balance: Annotated[
        Money | None, Meta(description="What a bank account holds today by the books, in the organisation's currency.")
    ] = None


class AccountResult(Struct):
    """What an operation on a bank account answers, made from the record that was read back."""

    account: Annotated[AccountView, Meta(description="The bank account as Xero has it now.")]


def account_ref(account: Account) -> AccountRef:
    """An account, named."""
    return AccountRef(account.account_id, account.code, account.name or "")


def account_view(ctx: Context, account: Account, balances: Mapping[str, Decimal] | None = None) -> AccountView:
    """An account in full; `balances` are those of bank accounts by their ids, where they are asked for."""
    balance = (balances or {}).get(account.account_id.lower())
    link = ctx.link(ACCOUNTS.page, account.account_id) if account.is_bank else None
    return AccountView(
        id=account.account_id,
        code=account.code,
        name=account.name or "",
        type=account.type or "",
        kind=(account.class_ or "").lower(),
        takes_payments=takes_payments(account),
        tax_type=account.tax_type,
        archived=is_archived(account),
        currency=account.currency_code,
        bank_number=account.bank_account_number,
        used_by_xero_for=account.system_account,
        url=link,
        balance=Money.of(balance, ctx.organisation.base_currency) if balance is not None else None,
    )


def is_archived(account: Account) -> bool:
    """Whether it is out of use."""
    return account.status is not None and account.status != "ACTIVE"


def takes_payments(account: Account) -> bool:
    """Whether an invoice can be paid to it: a bank account, or one that was opened for payments."""
    return not is_archived(account) and (account.is_bank or bool(account.enable_payments_to_account))


SAMPLE_NAME: Final[dict[str, Any]] = {
    "AccountID": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
    "Code": "090",
    "Name": "Business Account",
}
"""The bank account of every sample, as other records hold it."""
ACCOUNT: Final = RecordKind[Account](
    name="account",
    endpoint=ACCOUNTS,
    view=account_view,
    shape=AccountView,
    sample={**SAMPLE_NAME, "Type": "BANK", "Class": "ASSET", "Status": "ACTIVE", "CurrencyCode": "NZD"},
)
