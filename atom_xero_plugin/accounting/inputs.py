"""What several skills take: names of records, amounts, days, periods, pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.context import Organisation
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.core.periods import EARLIEST, LATEST, Period, period_between, period_of
from atom_xero_plugin.core.quoting import CONTROL_BUT_BREAKS, seen
from atom_xero_plugin.xero.where_clause import checked_text

AFTER_READING: Final = "Correct the field named and try again; nothing was written."
"""The hint of an InvalidArguments that only the books could tell."""


def decimal_text(description: str, pattern: str) -> Any:
    """What a field of decimal text says of itself in its schema: its words, and the pattern that it keeps to."""
    return Meta(description=description, extra_json_schema={"type": "string", "pattern": pattern})


Amount = Annotated[Decimal, decimal_text('Decimal text, for example "-120.50".', r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$")]
"""Any amount: a price or a quantity, with up to four places."""
PositiveAmount = Annotated[
    Decimal,
    decimal_text(
        'Decimal text above zero, for example "120.50".',
        r"^(?=[0-9.]*[1-9])[0-9]{1,12}(\.[0-9]{1,2})?$",
    ),
]
"""Money that changes hands: above zero, in cents."""

Percent = Annotated[Decimal, decimal_text("Per cent, 0 to 100, decimal text.", r"^(100|[0-9]{1,2}(\.[0-9]{1,4})?)$")]

ContactName = Annotated[
    str,
    Meta(
        description="Its name, e-mail, number or id. Xero contacts are listed by find_contacts.",
        min_length=1,
        max_length=255,
        extra=also(
            "customer supplier vendor client payee payer party company debtor creditor contact_name "
            "contact_id customer_name supplier_name bill_to"
        ),
    ),
]
InvoiceName = Annotated[
    str,
    Meta(
        description="Its number or id. Xero invoices and bills are listed by find_invoices.",
        min_length=1,
        max_length=255,
        extra=also("invoice_id invoice_number bill bill_id bill_number document number id invoice_no"),
    ),
]
AccountName = Annotated[
    str,
    Meta(
        description="Its code, name or id. Accounts in Xero are listed by find_accounts.",
        min_length=1,
        max_length=150,
        extra=also(
            "account_code account_id account_name code category gl_account ledger_account nominal_code "
            "bank_account bank"
        ),
    ),
]
Reference = Annotated[
    str, Meta(description="Reference. Free text, which Xero shows with the payment.", min_length=1, max_length=255)
]
Currency = Annotated[str, Meta(description="ISO 4217 code, for example NZD.", pattern="^[A-Z]{3}$")]

PeriodWord = Literal[
    "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_quarter", "last_quarter",
    "this_year", "last_year", "this_financial_year", "last_financial_year", "year_to_date", "month_to_date",
    "last_7_days", "last_30_days", "last_90_days",
]  # fmt: skip
PeriodField = Annotated[
    PeriodWord | None,
    Meta(
        description="Days by a word: today, yesterday, last_{7,30,90}_days, {month,year}_to_date or "
        "{this,last}_{week,month,quarter,year,financial_year}. Days are those of the organisation's time zone, and "
        "quarters those of its financial year.",
        extra=also("timeframe date_range range time_range when"),
    ),
]

Limit = Annotated[
    int,
    Meta(
        description="How many, at most 100.",
        ge=1,
        le=100,
        extra=also("page_size per_page count max max_results top first number_of_results"),
    ),
]
Cursor = (
    Annotated[
        str,
        Meta(
            description="The next_cursor of the answer before. It gives what follows, if all else is unchanged.",
            max_length=200,
            extra=also("next next_cursor page page_token after offset") | OBVIOUS,
        ),
    ]
    | None
)


AsOf = Annotated[
    date | None,
    Meta(description="End of this day, YYYY-MM-DD; today if left out.", extra=also("date day on at as_at")),
]


class Dates(Struct, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Days from one to another."""

    first: Annotated[
        date | None,
        Meta(
            description="First day, YYYY-MM-DD.",
            extra=also("date_from from_date since start start_date begin after first first_day"),
        ),
    ] = None
    last: Annotated[
        date | None,
        Meta(
            description="Last day, YYYY-MM-DD.",
            extra=also("date_to to_date until till end end_date before through last last_day") | OBVIOUS,
        ),
    ] = None


DatesField = Annotated[
    Dates | None,
    Meta(description="Days instead of a period. Both from and to are included, and either may be left out."),
]


def resolve_days(
    period: str | None, dates: Dates | None, organisation: Organisation, today: date, *, otherwise: str | None = None
) -> Period | None:
    """The days that a word or two dates mean; those of `otherwise` if neither is given.

    Raises InvalidArguments with the field's path if both are given, or the dates are the wrong way round.
    """
    if period is not None and dates is not None:
        raise invalid_argument("/dates", "cannot be given together with period; give one of them")
    if dates is not None:
        return _between(dates, today)
    word = period or otherwise
    if word is None:
        return None
    end = {"year_end_month": organisation.year_end_month, "year_end_day": organisation.year_end_day}
    return period_of(word, today=today, **end)


def _between(dates: Dates, today: date) -> Period:
    first = sane_day(dates.first, "/dates/from") or EARLIEST
    last = sane_day(dates.last, "/dates/to") or max(today, first)
    if dates.first is None and dates.last is None:
        raise invalid_argument("/dates", "needs from, to or both")
    if last < first:
        raise invalid_argument("/dates/to", f"{last} is before {first}")
    return period_between(first, last)


def sane_day(day: date | None, path: str) -> date | None:
    """The day. Raises InvalidArguments for one in a century that no books are kept for."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise invalid_argument(path, f"must be a day between {EARLIEST} and {LATEST}")
    return day


def invalid_argument(path: str, message: str, *, hint: str | None = None) -> InvalidArguments:
    """The error for one field: `message` goes on from the field's name."""
    return InvalidArguments(
        f"{path.removeprefix('/')} {message}.".lstrip(), fields=[FieldError(path, message)], hint=hint
    )


def one_line(text: str | None, path: str) -> str | None:
    """The text without blanks around it and without what nobody sees; None if nothing is left.

    Raises InvalidArguments for control characters, which Xero refuses or drops.
    """
    bare = seen(text)
    return checked_text(bare, path) if bare else None


def paragraph(text: str | None, path: str) -> str | None:
    """As one_line, but of any length, and new lines and tabs may stand in it."""
    bare = seen(text)
    if CONTROL_BUT_BREAKS.search(bare):
        raise invalid_argument(path, "must not hold control characters other than new lines and tabs")
    return bare or None
