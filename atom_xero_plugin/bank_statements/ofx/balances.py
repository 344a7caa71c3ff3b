"""Transactions of an OFX file that are worded as a balance: distinguished from a payment that is called so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from atom_xero_plugin.bank_statements.balance_words import is_balance, of_end, of_statement

_WORDS: Final = ("NAME", "MEMO", "EXTDNAME")
_NO_ID: Final = frozenset({"", "0"})


def states_balance(fields: Mapping[str, str | None], ledgers: Collection[str], *, at_end: bool) -> bool:
    """Whether a transaction whose name is that of a balance moves no money.

    A transaction moves money by the standard, so this takes more than the name: no other words, and the amount of the
    ledger balance (`ledgers`, as printed), no id of its own, or a place before or behind all others (`at_end`). Issuers
    of cards call a card paid in full `Statement Balance`; that is a movement.
    """
    reported = [said for tag in _WORDS if (said := fields.get(tag))]
    if not all(is_balance(said) for said in reported):
        return False
    amount = (fields.get("TRNAMT") or "").lstrip("+-")
    if amount != "" and amount in {each.lstrip("+-") for each in ledgers}:
        return True
    if any(of_statement(said) or (ledgers and of_end(said)) for said in reported):
        return False
    return at_end or (fields.get("FITID") or "") in _NO_ID
