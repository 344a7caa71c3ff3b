"""The columns of a CSV statement, once it is settled what each holds."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from atom_xero_plugin.bank_statements.csv.heading_words import Role
from atom_xero_plugin.bank_statements.csv.layout import Sign

SINGLE: Final[tuple[Role, ...]] = (
    "account", "status", "date", "amount", "debit", "credit", "fee", "net", "direction", "balance", "reference",
    "line_id", "kind", "currency",
)  # fmt: skip
"""Roles that one column has, in the order in which they are found; payee and description may have several."""


class ChosenColumns(Struct):
    """The columns, counted from 0."""

    date: int | None = None
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    fee: int | None = None
    """Money out on top of the amount."""
    net: int | None = None
    """The amount less the fee, until it is settled which of them the account moves by."""
    direction: int | None = None
    balance: int | None = None
    payee: list[int] = field(default_factory=list)
    reference: int | None = None
    description: list[int] = field(default_factory=list)
    line_id: int | None = None
    kind: int | None = None
    currency: int | None = None
    account: int | None = None
    status: int | None = None
    status_settled: int | None = None
    """A column that says of each line whether the balance moved by it."""
    not_done: set[int] = field(default_factory=set)
    """Lines of the file that the bank has not booked."""
    ways: dict[str, int] = field(default_factory=dict)
    """Of each word of the direction column whether it is money in (1) or out (-1)."""
    evidence: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a person must know of how the columns were read."""
    fees_take: Sign | None = None
    """The convention with which a fee makes the gross amount less, where a net amount next to it shows it."""

    @property
    def used(self) -> set[int]:
        """Every column that is read."""
        single = {at for role in SINGLE if (at := getattr(self, role)) is not None}
        settled = set() if self.status_settled is None else {self.status_settled}
        return single | settled | set(self.payee) | set(self.description)

    @property
    def money(self) -> list[int]:
        """Columns of amounts, neither fee nor balance among them."""
        return [at for at in (self.amount, self.debit, self.credit) if at is not None]

    @property
    def moving(self) -> list[int]:
        """Columns that move money: the amounts, and the fee if it comes on top of them."""
        return self.money if self.fee is None else [*self.money, self.fee]
