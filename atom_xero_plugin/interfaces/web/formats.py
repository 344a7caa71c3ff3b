"""How pages write money, days, times and states: the filters of the templates, pure functions all of them.

Amounts come as `Decimal`, as exact text (`"1088.77"`), or as a skill gives money: `{"amount": …, "currency": …}`. Days
come as `date` or ISO text, moments as aware `datetime` or ISO text. Nothing here reads the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final, NamedTuple, Protocol

from markupsafe import Markup, escape

from atom_xero_plugin.core.money import Money, in_cents
from atom_xero_plugin.core.periods import zone_of
from atom_xero_plugin.interfaces.web.states import State, state_of

NOTHING: Final = "\N{EN DASH}"
MINUS: Final = "\N{MINUS SIGN}"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_FIRST: Final = frozenset({"en-US", "en-CA", "en-PH"})
"""Languages that write the month before the day. Source: Unicode CLDR, medium date formats."""
_STEPS: Final = ((60, 1, "s"), (3_600, 60, "min"), (172_800, 3_600, "h"))
"""Until how many seconds which unit is used, and how long it is."""
_DAY_S: Final = 86_400
_JUST_NOW_S: Final = 5


class Located(Protocol):
    """What of an organisation decides how days and times are written."""

    @property
    def locale(self) -> str:
        """Its language tag, such as `en-NZ`."""
        ...

    @property
    def time_zone(self) -> str:
        """Xero's name of its time zone."""
        ...


class Shown(Protocol):
    """What of a page decides how days and times are written."""

    @property
    def organisation(self) -> Located | None:
        """Whose page it is; none of the pages of the workspace."""
        ...

    @property
    def today(self) -> date:
        """The day where the organisation is."""
        ...


class Figure(NamedTuple):
    """An amount as it is written."""

    text: Markup
    """With brackets where it is less than nothing, and `minus` for who hears it."""
    css: str
    """`money`, with `neg` where it is negative and `dim` where there is none."""


_NONE: Final = Figure(escape(NOTHING), "money dim")


def figure(
    value: object, home: str | None = None, *, bad: bool = False, lead: bool = False, dash: bool = False
) -> Figure:
    """An amount for a cell or a sentence.

    Args:
        value: an amount; None is none and shown as a dash.
        home: the currency of the page; an amount in another has its code before it, an amount in this one none.
        bad: whether less than nothing is bad: a loss, an overdrawn account.
        lead: whether its cents are in the second voice, as in the largest figure of a page.
        dash: whether zero is shown as a dash too.

    Raises:
        ValueError: for what is no amount.
    """
    exact, currency = amount_of(value)
    if exact is None or (dash and exact == 0):
        return _NONE
    return _figure(exact, currency if currency != home and home is not None else None, bad=bad, lead=lead)


@lru_cache(maxsize=4_096)
def _figure(exact: Decimal, currency: str | None, *, bad: bool, lead: bool) -> Figure:
    """The same, of what can be kept: figures of a list come again and again."""
    digits, dot, cents = f"{in_cents(exact.copy_abs()):,f}".partition(".")
    ending = Markup('<span class="c">{}{}</span>').format(dot, cents) if lead and dot else f"{dot}{cents}"
    text = Markup("{}{}").format(digits, ending)
    css = "money"
    if exact < 0:
        text = Markup('<span class="vh">minus </span>({})').format(text)
        css = "money bad neg" if bad else "money neg"
    if currency is not None:
        text = Markup("<small>{}</small> {}").format(currency, text)
    return Figure(text, css)


def money(
    value: object, home: str | None = None, *, bad: bool = False, lead: bool = False, dash: bool = False
) -> Markup:
    """An amount inside a line; see `figure`. In a cell of a table the macro `money.td` puts the class on the cell."""
    shown = figure(value, home, bad=bad, lead=lead, dash=dash)
    return Markup('<span class="{}">{}</span>').format(shown.css, shown.text)


def amount(value: object) -> str:
    """An amount inside a sentence, a title or a label: `1,088.77`, with a minus sign before it, or a dash."""
    found, _ = amount_of(value)
    if found is None:
        return NOTHING
    return f"{MINUS if found < 0 else ''}{in_cents(found.copy_abs()):,f}"


def amount_of(value: object) -> tuple[Decimal | None, str | None]:
    """An amount and its currency, if that is known. Raises ValueError for what is no amount, or no exact one."""
    if value is None or value == "":
        return None, None
    if isinstance(value, dict):
        currency = value.get("currency")
        return _exact(value.get("amount")), currency if isinstance(currency, str) else None
    if isinstance(value, Money):
        return value.amount, value.currency
    return _exact(value), None


def _exact(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        exact = value if isinstance(value, Decimal) else Decimal(value) if isinstance(value, (str, int)) else None
    except InvalidOperation:
        exact = None
    if exact is None or not exact.is_finite():
        raise ValueError(f"{value!r} is no exact amount.")
    return exact


def count(value: int | None) -> str:
    """A number of things: `4,212`, or a dash where it is not known."""
    return NOTHING if value is None else f"{value:,}"


def quantity(value: object) -> str:
    """A number of units: as many places as it has, and no more."""
    found, _ = amount_of(value)
    if found is None:
        return ""
    text = f"{found.copy_abs():,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if found < 0 else text


def day(value: date | str | None, page: Shown, *, long: bool = False, weekday: bool = False) -> Markup:
    """A day as the organisation writes it; its year only if it is not the page's own. Nothing for none.

    Args:
        value: the day.
        page: whose order of day and month counts.
        long: the month in full.
        weekday: with the name of the day before it, and always with the year.
    """
    found = date_of(value)
    if found is None:
        return Markup()
    return _day(found, page.today.year, _month_first(page), long or weekday, weekday)


@lru_cache(maxsize=4_096)
def _day(found: date, this_year: int, month_first: bool, long: bool, weekday: bool) -> Markup:
    text = _day_text(found, this_year, month_first, long, weekday)
    return Markup('<time datetime="{}">{}</time>').format(found.isoformat(), text)


def day_text(found: date, page: Shown, *, long: bool = False, weekday: bool = False) -> str:
    """The text of a day, for a title or a label."""
    return _day_text(found, page.today.year, _month_first(page), long, weekday)


def _day_text(found: date, this_year: int, month_first: bool, long: bool, weekday: bool) -> str:
    month = _MONTHS[found.month - 1] if long else _MONTHS[found.month - 1][:3]
    year = str(found.year) if weekday or found.year != this_year else ""
    name = f"{_WEEKDAYS[found.weekday()]} " if weekday else ""
    if month_first:
        return f"{name.replace(' ', ', ')}{month} {found.day}{', ' if year else ''}{year}"
    return f"{name}{found.day} {month}{' ' if year else ''}{year}"


def month(value: date | str | None, page: Shown) -> str:
    """A month: `Nov 2026`. The year always, because the text stands alone."""
    del page
    found = date_of(value)
    return "" if found is None else f"{_MONTHS[found.month - 1][:3]} {found.year}"


def moment(value: datetime | str | None, page: Shown) -> Markup:
    """A moment in the organisation's time zone: `23 Nov 10:12`; the hour alone if it is of today. Nothing for none."""
    found = moment_of(value)
    if found is None:
        return Markup()
    local = found.astimezone(zone_of(page.organisation.time_zone if page.organisation else "UTC").tz)
    clock = f"{local:%H:%M}"
    text = clock if local.date() == page.today else f"{day_text(local.date(), page)} {clock}"
    return Markup('<time datetime="{}">{}</time>').format(_utc(found), text)


def ago(value: datetime | str | None, now: datetime) -> Markup:
    """How long ago a moment was, or in how long it is: `40 s ago`, `in 12 min`. Nothing for none."""
    found = moment_of(value)
    if found is None:
        return Markup()
    seconds = int((now - found).total_seconds())
    return Markup('<time datetime="{}" data-ago="{}">{}</time>').format(_utc(found), seconds, _span(seconds))


def status(
    value: str | None, *, late_by: int | None = None, due: date | str | None = None, today: date | None = None,
    left: object = None, total: object = None,
) -> State:  # fmt: skip
    """The word and the shape of a status or a state, from what a skill answered; see `states.state_of`."""
    return state_of(
        value, late_by=late_by, due=date_of(due), today=today, left=amount_of(left)[0], total=amount_of(total)[0]
    )


def date_of(value: date | str | None) -> date | None:
    """The day that a value is; None for none. Raises ValueError for what is no day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or not value:
        return value or None
    return date.fromisoformat(value[:10])


def moment_of(value: datetime | str | None) -> datetime | None:
    """The aware moment that a value is; None for none. Raises ValueError for what is none, or has no time zone."""
    found = datetime.fromisoformat(value) if isinstance(value, str) and value else value
    if not isinstance(found, datetime):
        return None
    if found.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone.")
    return found


def _utc(found: datetime) -> str:
    return found.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _span(seconds: int) -> str:
    size = abs(seconds)
    if size < _JUST_NOW_S:
        return "just now"
    for until, length, unit in _STEPS:
        if size < until:
            text = f"{size // length} {unit}"
            break
    else:
        text = f"{size // _DAY_S} days"
    return f"{text} ago" if seconds > 0 else f"in {text}"


def _month_first(page: Shown) -> bool:
    return page.organisation is not None and page.organisation.locale in _MONTH_FIRST


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "money": money,
    "figure": figure,
    "amount": amount,
    "count_of": count,
    "quantity": quantity,
    "day": day,
    "month": month,
    "moment": moment,
    "ago": ago,
    "status": status,
}
"""What the templates may write `{{ value | NAME }}` with."""
