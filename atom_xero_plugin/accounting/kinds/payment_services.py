"""Payment services, as answers show them."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.records.payment_services import PAYMENT_SERVICES, PaymentService


class PaymentServiceView(Struct, omit_defaults=True):
    """A way to pay an online invoice."""

    id: Annotated[str, Meta(description="Xero's id of the service.")]
    name: Annotated[str, Meta(description="Its name.")]
    type: Annotated[str | None, Meta(description="Custom, PayPal, Stripe or another that Xero has.")] = None
    pay_now_text: Annotated[str | None, Meta(description="Text of the button.")] = None
    url: Annotated[str | None, Meta(description="Address that a customer is sent to.")] = None


def payment_service_view(_: Context, service: PaymentService) -> PaymentServiceView:
    """A service."""
    return PaymentServiceView(
        id=service.payment_service_id,
        name=service.payment_service_name or "",
        type=service.payment_service_type,
        pay_now_text=service.pay_now_text or None,
        url=service.payment_service_url or None,
    )


PAYMENT_SERVICE: Final = RecordKind[PaymentService](
    name="payment_service",
    endpoint=PAYMENT_SERVICES,
    view=payment_service_view,
    shape=PaymentServiceView,
    sample={
        "PaymentServiceID": "54b3b4f6-0443-4fba-bcd1-61ec0c35ca55",
        "PaymentServiceName": "PayUp",
        "PaymentServiceUrl": "https://pay.example.com/?invoice=[INVOICENUMBER]",
        "PayNowText": "Pay now",
        "PaymentServiceType": "Custom",
    },
)
