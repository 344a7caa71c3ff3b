"""The rate at which a document in another currency counts in the organisation's: given by a person, or Xero's own.

A rate is how much of the document's currency one unit of the organisation's buys: with 0.61 a sale of USD 61.00 counts
as NZD 100.00. Source: OpenAPI 16.1.0, Invoice.CurrencyRate (at most 6 decimals) and Payment.CurrencyRate; what is in
the organisation's currency has the rate 1 whatever is sent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from atom_xero_plugin.accounting.inputs import AFTER_READING, decimal_text, invalid_argument
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.money import ONE, Money, cents
from atom_xero_plugin.plans.proposal import PlanWarning

PATH: Final = "/currency_rate"
PLACES: Final = 6
"""Decimals that Xero keeps."""
CurrencyRate = Annotated[
    Decimal,
    decimal_text("Decimal text above zero, for example 0.61.", r"^(?=[0-9.]*[1-9])[0-9]{1,12}(\.[0-9]{1,6})?$"),
]
CurrencyRateField = Annotated[
    CurrencyRate | None,
    Meta(
        description="How much of its currency 1 of the organisation's buys, decimal text; left out, Xero's of the day.",
        extra=also("exchange_rate fx_rate fx rate conversion_rate forex_rate"),
    ),
]


def checked_rate(rate: Decimal | None, currency: str, base: str) -> Decimal | None:
    """The rate. Raises InvalidArguments for one of what is in the organisation's own currency."""
    if rate is not None and currency == base:
        raise invalid_argument(
            PATH, f"cannot be given: this is in {base}, the organisation's own currency", hint=AFTER_READING
        )
    return rate


def rate_text(rate: Decimal | None) -> str | None:
    """A rate without zeros at its end, as people write it and skills take it."""
    if rate is None:
        return None
    text = f"{rate:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_exact(rate: Decimal) -> bool:
    """Whether a rate that Xero has can be given as an argument: it has no more decimals than Xero keeps."""
    return rate == round(rate, PLACES)


def rate_shown(rate: Decimal | None, total: Money, base: str) -> dict[str, Any]:
    """A rate as a plan shows it, with what the total then is in the organisation's currency; nothing without one."""
    if rate is None:
        return {}
    return {
        "currency_rate": rate_text(rate),
        "total_in_base": msgspec.to_builtins(Money.of(cents(total.amount / rate), base)),
    }


def rate_expected(rate: Decimal | None) -> dict[str, str]:
    """What a record must show of a rate that was sent, in Xero's names."""
    return {} if rate is None else {"CurrencyRate": f"{rate:f}"}


def rate_warnings(rate: Decimal | None, currency: str, base: str) -> list[PlanWarning]:
    """What is odd about a rate. Xero warns of 1 too, but only once it has written the document."""
    if rate != ONE:
        return []
    return [PlanWarning("rate_of_one", f"With a rate of 1, {currency} 1.00 counts as {base} 1.00.")]
