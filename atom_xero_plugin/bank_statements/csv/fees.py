"""A column of fees: whether they come on top of the amounts, by the balances, by rows of a fee alone, or asked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from atom_xero_plugin.bank_statements.csv.signs import Balances, SignReading, proofs
from atom_xero_plugin.bank_statements.errors import LAYOUT, line_list, undecided

_ZERO: Final = Decimal(0)


def with_fees(
    readings: Sequence[SignReading], fees: Sequence[Decimal], balances: Balances, lines: Sequence[int], *, given: bool
) -> tuple[list[SignReading], bool, str | None]:
    """The readings with the fees taken off if the account pays them next to the amounts, whether it does, and why.

    `fees` are as printed, zero where a row has none: a fee is money out, whether it is printed with a minus (Capitec)
    or without (Revolut). Raises Ambiguous if nothing shows whether the amounts include them.
    """
    charged = [line for line, fee in zip(lines, fees, strict=True) if fee]
    if not charged:
        return list(readings), False, None
    way = 1 if all(fee <= 0 for fee in fees) else -1 if all(fee >= 0 for fee in fees) else 0
    if way == 0:
        raise undecided(
            f"The fees have both signs ({line_list(charged)}).",
            choose=f"{LAYOUT}/columns/amount",
            hint="Give layout.columns.amount if the amounts include the fees, or export the statement as OFX.",
        )
    added = [
        SignReading(reading.sign, [amount + way * fee for amount, fee in zip(reading.amounts, fees, strict=True)])
        for reading in readings
    ]
    if given:
        return added, True, None
    if any(amount == 0 and fee for amount, fee in zip(readings[0].amounts, fees, strict=True)):
        return added, True, f"The fees count next to the amounts ({line_list(charged)}): some stand alone."
    proven = [any(not proof.broken for proof in proofs(each, balances)) for each in (readings, added)]
    if proven == [False, True]:
        return added, True, f"The balances prove that the fees come on top of the amounts ({line_list(charged)})."
    if proven == [True, False]:
        return list(readings), False, "The balances prove that the amounts include the fees."
    raise undecided(
        f"There are fees ({line_list(charged)}), and nothing shows whether the amounts include them.",
        choose=f"{LAYOUT}/columns/fee",
        hint="Give layout.columns.fee if they come on top of the amounts, layout.columns.amount if it includes them.",
    )
