"""How an asset, or each asset of a type, loses its value: what people type, what they see, and what Xero is sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.line_view import plain
from atom_xero_plugin.accounting.inputs import Percent, invalid_argument
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.records.asset_types import DepreciationSetting

Method = Literal[
    "none", "straight_line", "diminishing_100", "diminishing_150", "diminishing_200", "full_at_purchase"
]  # fmt: skip
Averaging = Literal["full_month", "actual_days"]
_METHODS: Final[dict[Method, str]] = {
    "none": "NoDepreciation",
    "straight_line": "StraightLine",
    "diminishing_100": "DiminishingValue100",
    "diminishing_150": "DiminishingValue150",
    "diminishing_200": "DiminishingValue200",
    "full_at_purchase": "FullDepreciation",
}
_AVERAGING: Final[dict[Averaging, str]] = {"full_month": "FullMonth", "actual_days": "ActualDays"}
_SHOWN: Final = {word: name for known in (_METHODS, _AVERAGING) for name, word in known.items()}
ALSO: Final = also("book_depreciation_setting")
"""Other names of the field that says it."""
_AT_ONCE: Final = frozenset({"none", "full_at_purchase"})
_PATH: Final = "/depreciation"
_MOST_YEARS: Final = 100


class Depreciation(Struct, forbid_unknown_fields=True, kw_only=True):
    """How an asset loses its value."""

    method: Annotated[
        Method,
        Meta(
            description="straight_line, or diminishing_{100,150,200} per cent of the value that is left.",
            extra=also("depreciation_method type"),
        ),
    ]
    percent: (
        Annotated[Percent, Meta(description="Per cent a year, decimal text.", extra=also("rate depreciation_rate"))]
        | None
    ) = None
    years: (
        Annotated[
            int,
            Meta(
                description="Years of use, in place of percent.",
                ge=1,
                le=_MOST_YEARS,
                extra=also("effective_life life useful_life effective_life_years"),
            ),
        ]
        | None
    ) = None
    averaging: Annotated[
        Averaging, Meta(description="By whole months, or by days.", extra=also("averaging_method"))
    ] = "full_month"


class DepreciationView(Struct, omit_defaults=True):
    """How an asset loses its value."""

    method: Annotated[str, Meta(description="none, straight_line, diminishing_100 … or full_at_purchase.")]
    averaging: Annotated[str | None, Meta(description="full_month or actual_days.")] = None
    percent: Annotated[Decimal | None, Meta(description="Per cent a year.")] = None
    years: Annotated[Decimal | None, Meta(description="Years of use.")] = None


def depreciation_view(setting: DepreciationSetting | None) -> DepreciationView | None:
    """How it loses its value; None where Xero does not say. A word that is new to us is shown as Xero writes it."""
    if setting is None or setting.depreciation_method is None:
        return None
    averaging = setting.averaging_method
    return DepreciationView(
        method=_SHOWN.get(setting.depreciation_method, setting.depreciation_method),
        averaging=None if averaging is None else _SHOWN.get(averaging, averaging),
        percent=None if setting.depreciation_rate is None else plain(setting.depreciation_rate),
        years=None if setting.effective_life_years is None else plain(setting.effective_life_years),
    )


def depreciation_body(given: Depreciation) -> dict[str, Any]:
    """What Xero is sent. Raises InvalidArguments for a rate and a life, for neither, and for one that is not needed."""
    both, neither = (None not in (given.percent, given.years), given.percent is None and given.years is None)
    if both:
        raise invalid_argument(f"{_PATH}/years", "cannot be given together with percent; give one of them")
    if given.method in _AT_ONCE and not neither:
        named = "years" if given.percent is None else "percent"
        raise invalid_argument(f"{_PATH}/{named}", f"means nothing with the method {given.method}; leave it out")
    if given.method not in _AT_ONCE and neither:
        raise invalid_argument(f"{_PATH}/percent", "is needed with this method; or give years")
    body: dict[str, Any] = {
        "depreciationMethod": _METHODS[given.method],
        "averagingMethod": _AVERAGING[given.averaging],
    }
    if given.percent is not None:
        body["depreciationRate"] = given.percent
    if given.years is not None:
        body["effectiveLifeYears"] = given.years
    return body


def expected(body: dict[str, Any]) -> dict[str, str]:
    """What a record must show once it was sent such a body."""
    return {f"bookDepreciationSetting.{name}": str(value) for name, value in body.items()}
