"""Find payment services."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.payment_services import PaymentServiceView, payment_service_view
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.payment_services import PAYMENT_SERVICES


class Input(Struct, forbid_unknown_fields=True):
    """What find_payment_services takes."""


class Output(Struct):
    """What find_payment_services answers."""

    items: Annotated[list[PaymentServiceView], Meta(description="The services.")]


@skill(
    effect="read",
    scopes=["paymentservices"],
    examples=[Example("How can customers pay our invoices online?", {})],
)
async def find_payment_services(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - it takes nothing
    """Find the payment services of Xero: how customers can pay an online invoice.

    Xero lets only apps of certified partners read them.
    """
    return Output([payment_service_view(ctx, each) for each in (await list_of(ctx.xero, PAYMENT_SERVICES)).items])
