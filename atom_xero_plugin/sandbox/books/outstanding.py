"""What each contact owes and is owed: `Balances` of a contact, worked out from the approved invoices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import ZERO


def outstanding(invoices: Iterable[Row], today: date, unused: Iterable[Row] = ()) -> dict[str, Row]:
    """`Balances` by contact id: outstanding and, of that, overdue on `today`, for sales and for bills.

    What is left of credits is taken off what is outstanding; that this is so in Xero's answers is not verified.
    """
    sums: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: {"ACCREC": [ZERO, ZERO], "ACCPAY": [ZERO, ZERO]})
    for invoice in invoices:
        if invoice["Status"] != "AUTHORISED":
            continue
        side = sums[invoice["Contact"]["ContactID"]][invoice["Type"]]
        side[0] += invoice["AmountDue"]
        due = invoice["DueDate"]
        if due is not None and due < today:
            side[1] += invoice["AmountDue"]
    for credit in unused:
        if credit["Status"] == "AUTHORISED":
            kind = "ACCREC" if credit["Type"].startswith(("ACCREC", "RECEIVE")) else "ACCPAY"
            sums[credit["Contact"]["ContactID"]][kind][0] -= credit["RemainingCredit"]
    return {
        contact: {
            "AccountsReceivable": {"Outstanding": side["ACCREC"][0], "Overdue": side["ACCREC"][1]},
            "AccountsPayable": {"Outstanding": side["ACCPAY"][0], "Overdue": side["ACCPAY"][1]},
        }
        for contact, side in sums.items()
    }
