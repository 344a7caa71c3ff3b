"""What an overpayment means: how answers show it, and what can be done with what is left of it."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.bank_credits import (
    IN_LISTS,
    BankCreditFilters,
    BankCreditView,
    bank_credit_view,
    found_by,
    sample_of,
)
from atom_xero_plugin.accounting.kinds.credits import Credit
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.records.overpayments import OVERPAYMENTS, Overpayment

OverpaymentName = Annotated[
    str,
    Meta(
        description="Its id, or its reference if only one has it. Xero overpayments are listed by find_overpayments.",
        min_length=1,
        max_length=255,
        extra=also("overpayment_id id reference number credit"),
    ),
]


class OverpaymentResult(Struct):
    """What a write of an overpayment answers, from the record that was read back."""

    overpayment: Annotated[BankCreditView, Meta(description="The overpayment as Xero has it now.")]


CREDIT: Final = Credit(endpoint=OVERPAYMENTS, record_kind="overpayment", words="overpayment", id_field="OverpaymentID")
OVERPAYMENT: Final = RecordKind[Overpayment](
    name="overpayment",
    endpoint=OVERPAYMENTS,
    view=bank_credit_view,
    shape=BankCreditView,
    filters=BankCreditFilters,
    found_by=partial(found_by, "overpayment"),
    in_lists=IN_LISTS,
    sample=sample_of("Overpayment"),
)
