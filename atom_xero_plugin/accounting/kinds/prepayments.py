"""What a prepayment means: how answers show it, and what can be done with what is left of it."""

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
from atom_xero_plugin.xero.records.prepayments import PREPAYMENTS, Prepayment

PrepaymentName = Annotated[
    str,
    Meta(
        description="Its id, or its reference if only one has it. Xero prepayments are listed by find_prepayments.",
        min_length=1,
        max_length=255,
        extra=also("prepayment_id id reference number credit"),
    ),
]


class PrepaymentResult(Struct):
    """What a write of a prepayment answers, from the record that was read back."""

    prepayment: Annotated[BankCreditView, Meta(description="The prepayment as Xero has it now.")]


CREDIT: Final = Credit(endpoint=PREPAYMENTS, record_kind="prepayment", words="prepayment", id_field="PrepaymentID")
PREPAYMENT: Final = RecordKind[Prepayment](
    name="prepayment",
    endpoint=PREPAYMENTS,
    view=bank_credit_view,
    shape=BankCreditView,
    filters=BankCreditFilters,
    found_by=partial(found_by, "prepayment"),
    in_lists=IN_LISTS,
    sample=sample_of("Prepayment"),
)
