"""What it takes to make or change a bank account."""

from __future__ import annotations

import re
from typing import Annotated, Final

from msgspec import Meta

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.accounts import Account

BankAccountName = Annotated[
    str,
    Meta(
        description="Its name, code or id. Xero bank accounts are listed by find_accounts.",
        min_length=1,
        max_length=150,
        extra=also("bank_account bank account_code account_id account_name"),
    ),
]
NewName = Annotated[
    str,
    Meta(
        description="Its name, unique among accounts.",
        min_length=1,
        max_length=150,
        extra=also("new_name account_name") | OBVIOUS,
    ),
]
NewCode = Annotated[
    str,
    Meta(
        description="Its code, unique among accounts, up to 10 characters.",
        pattern=r"^[!-~]([ -~]{0,8}[!-~])?$",
        extra=also("new_code account_code") | OBVIOUS,
    ),
]
NewNumber = Annotated[
    str,
    Meta(
        description="Number with bank and branch; of a card the last four digits.",
        pattern=r"^[0-9A-Za-z*]([0-9A-Za-z*./ -]{0,48}[0-9A-Za-z*])?$",
        extra=also("account_number iban bank_account_number bank_number"),
    ),
]
_SEPARATORS: Final = re.compile(r"[^0-9A-Za-z*]")
_BSB: Final = 6


def compact(number: str) -> str:
    """A bank account's number as Xero keeps it: without separators. Source: example of getAccounts, OpenAPI 16.1.0."""
    return _SEPARATORS.sub("", number)


def checked_number(number: str, *, country: str, card: bool, hint: str) -> str:
    """The number as it is sent. Raises InvalidArguments for one that Xero refuses in the organisation's country."""
    bare = compact(number)
    if country == "AU" and not card and sum(letter.isdigit() for letter in bare) <= _BSB:
        raise invalid_argument(
            "/number", "must begin with the 6-digit BSB, with the account's own number after it", hint=hint
        )
    return bare


def is_card(account: Account) -> bool:
    """Whether it is a credit card."""
    return account.bank_account_type == "CREDITCARD"


def account_label(account: Account) -> str:
    """What a sentence calls it, for example `bank account 090 Business Cheque Account` or `account 200 Sales`."""
    what = "credit card" if is_card(account) else "bank account" if account.is_bank else "account"
    return " ".join([what, *(in_sentence(part) for part in (account.code, account.name) if part)])
