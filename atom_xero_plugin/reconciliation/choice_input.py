"""What a person may decide of a line, as it is typed, and what is wrong with it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import PositiveAmount, invalid_argument
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.xero.where_clause import checked_text

DocumentName = Annotated[str, Meta(description="Number or id.", min_length=1, max_length=255)]
_ACCOUNT: Final = "account_code code category gl_account"
_TAX: Final = also("gst vat tax_type tax_rate tax_code")
_TEXT: Final = also("memo note notes desc details text narration reference") | OBVIOUS
_NAMES: Final = ("account", "contact", "tax", "description", "transfer", "refunds", "fee_account")
"""Fields that hold one short text."""


class SplitPart(Struct, forbid_unknown_fields=True):
    """A part of a line that is split."""

    amount: PositiveAmount
    account: Annotated[
        str, Meta(description="Account: code or name.", min_length=1, max_length=150, extra=also(_ACCOUNT))
    ]
    tax: (
        Annotated[str, Meta(description="Tax rate; else the account's.", min_length=1, max_length=150, extra=_TAX)]
        | None
    ) = None
    description: (
        Annotated[str, Meta(description="What it was for.", min_length=1, max_length=255, extra=_TEXT)] | None
    ) = None


class Choice(Struct, forbid_unknown_fields=True):
    """One of pays, account, parts, transfer, refunds, leave; contact goes with account and parts."""

    row: Annotated[
        int,
        Meta(description="As suggest_matches shows it.", ge=1, le=10_000_000, extra=also("line line_number number id")),
    ]
    pays: Annotated[
        list[DocumentName],
        Meta(
            description="Invoices or bills it pays, by number or id. They are paid in this order.",
            max_length=20,
            extra=also("invoice invoices bill bills invoice_number document documents"),
        ),
    ] = []
    account: (
        Annotated[
            str,
            Meta(
                description="Account it is booked to: code or name.",
                min_length=1,
                max_length=150,
                extra=also(_ACCOUNT),
            ),
        ]
        | None
    ) = None
    contact: (
        Annotated[
            str,
            Meta(
                description="Whom it came from or went to: name or id.",
                min_length=1,
                max_length=255,
                extra=also("customer supplier vendor client payee payer contact_name"),
            ),
        ]
        | None
    ) = None
    tax: (
        Annotated[str, Meta(description="Tax rate; else the account's.", min_length=1, max_length=150, extra=_TAX)]
        | None
    ) = None
    description: (
        Annotated[str, Meta(description="What it was for.", min_length=1, max_length=255, extra=_TEXT)] | None
    ) = None
    leave: Annotated[bool, Meta(description="Leave it out.", extra=also("skip ignore omit exclude") | OBVIOUS)] = False
    parts: Annotated[
        list[SplitPart],
        Meta(
            description="Accounts it is split over; with pays, what is left after the documents.",
            max_length=20,
            extra=also("split splits lines"),
        ),
    ] = []
    transfer: (
        Annotated[
            str,
            Meta(
                description="Own bank account that it went to or came from.",
                min_length=1,
                max_length=150,
                extra=also("transfer_to transfer_from to_account from_account bank_account"),
            ),
        ]
        | None
    ) = None
    refunds: (
        Annotated[
            str,
            Meta(
                description="Credit note that it pays back: number or id.",
                min_length=1,
                max_length=255,
                extra=also("credit_note refund"),
            ),
        ]
        | None
    ) = None
    fee_account: (
        Annotated[
            str,
            Meta(
                description="With pays: the documents are settled, and the difference is a fee on this account.",
                min_length=1,
                max_length=150,
                extra=also("fee fees_account bank_fees"),
            ),
        ]
        | None
    ) = None


def check_alone(choices: Sequence[Choice]) -> None:
    """What is wrong with choices by themselves; nothing is asked of Xero for it. Raises InvalidArguments."""
    rows: set[int] = set()
    for number, choice in enumerate(choices):
        path = f"/choices/{number}"
        _check_texts(choice, path)
        given = [
            bool(choice.pays) or bool(choice.parts), choice.account is not None, choice.leave,
            choice.transfer is not None, choice.refunds is not None,
        ]  # fmt: skip
        if given.count(True) != 1:
            raise invalid_argument(path, "needs one of pays, account, parts, transfer, refunds and leave")
        if (choice.account is not None or choice.parts) and choice.contact is None:
            what = "account" if choice.account is not None else "parts"
            raise invalid_argument(f"{path}/contact", f"is required with {what}: Xero books no money without it")
        if choice.fee_account is not None and (not choice.pays or choice.parts):
            raise invalid_argument(f"{path}/fee_account", "goes with pays, and not with parts")
        if choice.row in rows:
            raise invalid_argument(f"{path}/row", f"{choice.row} was chosen before; choose for each line once")
        rows.add(choice.row)


def _check_texts(choice: Choice, path: str) -> None:
    for place, name in enumerate(choice.pays):
        checked_text(name, f"{path}/pays/{place}")
    for field in _NAMES:
        if getattr(choice, field) is not None:
            checked_text(getattr(choice, field), f"{path}/{field}")
    for place, part in enumerate(choice.parts):
        for field in ("account", "tax", "description"):
            if getattr(part, field) is not None:
                checked_text(getattr(part, field), f"{path}/parts/{place}/{field}")
