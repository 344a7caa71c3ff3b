"""Payment services: how customers can pay an online invoice. Source: OpenAPI 16.1.0, /PaymentServices."""

from __future__ import annotations

from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.parts import XeroMessage


class PaymentService(XeroRecord):
    """A way to pay an online invoice."""

    PLURAL: ClassVar[str] = "PaymentServices"
    ID: ClassVar[str] = "payment_service_id"

    payment_service_id: str = ""
    payment_service_name: str | None = None
    payment_service_url: str | None = None
    pay_now_text: str | None = None
    payment_service_type: Word | None = None
    validation_errors: list[XeroMessage] | None = None


PAYMENT_SERVICES: Final = Endpoint(
    PaymentService, None, path="PaymentServices", scope="paymentservices", page_size=None, changes=False,
    listed_only=True,
)  # fmt: skip
"""Only apps of certified partners get the scope."""
