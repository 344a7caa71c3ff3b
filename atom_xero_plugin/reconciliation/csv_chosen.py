"""The columns of a CSV statement, once it is settled what each holds."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from atom_xero_plugin.reconciliation.csv_headings import Role

SINGLE: Final[tuple[Role, ...]] = (
    "date", "amount", "debit", "credit", "direction", "balance", "reference", "line_id", "kind", "currency", "account",
    "status",
)  # fmt: skip
"""Roles that one column has; payee and description may have several."""


class Chosen(Struct):
    """The columns, counted from 0."""

    date: int | None = None
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
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
    evidence: list[str] = field(default_factory=list)

    @property
    def used(self) -> set[int]:
        """Every column that is read."""
        single = {at for role in SINGLE if (at := getattr(self, role)) is not None}
        return single | set(self.payee) | set(self.description)

    @property
    def money(self) -> list[int]:
        """Columns of amounts, the balance not among them."""
        return [at for at in (self.amount, self.debit, self.credit) if at is not None]
