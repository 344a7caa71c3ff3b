"""Whether two documents may be the same one, entered twice: a comparison of plain facts that asks nobody anything.

It serves two ends at once: nearly every copy is found, and nearly no honest document is suspected. So each sign asks
for what makes it rare among documents that are not copies: an equal total alone says nothing of a monthly rent, and a
number one character away says nothing of a supplier that counts its bills one by one.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from atom_xero_plugin.accounting.warnings import bare_name, normalised

Sign = Literal["number", "reference", "number_alike", "total_and_date", "net_or_gross", "other_contact"]
"""By what two documents look the same."""
DAYS_AROUND: Final = 31
"""Within which an equal reference, or a number of one or two characters, shows a copy."""
DAYS_OF_NUMBER: Final = 300
"""Within which an equal number does: less than a year, since some suppliers count anew each year."""
DAYS_OF_SLIP: Final = 3
"""Within which a number one character away does, or a total that is the other's without tax."""
_SHORT: Final = 3
"""Characters from which a number is told apart from others by itself."""
_WORDS: Final = re.compile(r"^(?:tax|invoice|inv|bill|number|num|nr|no)+(?=[0-9])")
"""What people write before a number, or leave out."""
_LEADING: Final = re.compile(r"^[a-z]{1,8}(?=[0-9])")


class DocumentFacts(NamedTuple):
    """What is compared of a document."""

    contact_id: str | None
    contact_name: str | None
    number: str | None
    reference: str | None
    day: date | None
    net: Decimal | None
    """Without tax; None where it is not known."""
    total: Decimal | None
    currency: str | None


def signs(one: DocumentFacts, other: DocumentFacts) -> list[Sign]:
    """By what the two look the same; none for what is another document."""
    if one.contact_id != other.contact_id:
        return ["other_contact"] if _is_of_other_contact(one, other) else []
    days = _days_between(one, other)
    number = same_number(one, other)
    found: list[Sign] = []
    if number and days <= (DAYS_OF_NUMBER if len(_number_key(one.number)) >= _SHORT else DAYS_AROUND):
        found.append("number")
    if normalised(one.reference) and normalised(one.reference) == normalised(other.reference) and days <= DAYS_AROUND:
        found.append("reference")
    if _same_total(one, other) and days == 0:
        found.append("total_and_date")
    elif not number and _same_total(one, other) and days <= DAYS_OF_SLIP and _mistyped(one, other):
        found.append("number_alike")
    elif not number and days <= DAYS_OF_SLIP and _net_is_total(one, other) and not (one.number and other.number):
        found.append("net_or_gross")
    return found


def same_number(one: DocumentFacts, other: DocumentFacts) -> bool:
    """Whether the numbers mean one: `INV-0042`, `inv 42` and `42`; but `A42` and `42` only over the same total."""
    keys, others = _keys(one.number), _keys(other.number)
    if keys & others:
        return True
    bare, bare_others = {_LEADING.sub("", each) for each in keys}, {_LEADING.sub("", each) for each in others}
    lettered = bare != keys and bare_others != others
    return not lettered and bool(bare & bare_others) and _same_total(one, other)


@lru_cache(maxsize=10_000)
def _keys(number: str | None) -> frozenset[str]:
    """A number without case, signs, leading zeros and words for number.

    Once with its parts joined before zeros are left out, and once after.
    """
    parts = re.findall(r"[0-9]+|[a-z]+", (number or "").casefold())
    by_part = "".join(each.lstrip("0") or "0" if each.isdigit() else each for each in parts)
    return frozenset(_WORDS.sub("", each) for each in (normalised(number), by_part) if each)


def _number_key(number: str | None) -> str:
    return min(_keys(number), default="", key=len)


def _days_between(one: DocumentFacts, other: DocumentFacts) -> int:
    """Days between the two; many where one has no day."""
    return abs((one.day - other.day).days) if one.day and other.day else DAYS_OF_NUMBER + 1


def _same_currency(one: DocumentFacts, other: DocumentFacts) -> bool:
    return one.currency is None or other.currency is None or one.currency == other.currency


def _same_total(one: DocumentFacts, other: DocumentFacts) -> bool:
    return one.total is not None and one.total != 0 and one.total == other.total and _same_currency(one, other)


def _net_is_total(one: DocumentFacts, other: DocumentFacts) -> bool:
    """Whether the total of one is what the other comes to without its tax."""
    if one.total == other.total or not _same_currency(one, other):
        return False
    pairs = ((one.total, other.net), (other.total, one.net))
    return any(total is not None and total != 0 and total == net for total, net in pairs)


def _mistyped(one: DocumentFacts, other: DocumentFacts) -> bool:
    """Whether the numbers are one slip apart, and not those of two bills that a supplier counts one after another."""
    if not one.day or not other.day or not _one_slip(one.number, other.number):
        return False
    first, second = (re.search(r"[0-9]+$", each.number or "") for each in (one, other))
    step = int(second.group()) - int(first.group()) if first and second else 0
    return not (abs(step) == 1 and step * (other.day - one.day).days > 0)


def _one_slip(one: str | None, other: str | None) -> bool:
    """Whether one character was mistyped, left out or doubled, or two beside each other swapped."""
    first, second = (re.sub(r"[^0-9a-z]", "", (each or "").casefold()) for each in (one, other))
    if min(len(first), len(second)) < _SHORT or abs(len(first) - len(second)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if start is None:
        return len(first) != len(second)
    rest, rest_of_second = first[start:], second[start:]
    return (
        rest[1:] == rest_of_second[1:]
        or rest[1:] == rest_of_second
        or rest == rest_of_second[1:]
        or (rest[1::-1] == rest_of_second[:2] and rest[2:] == rest_of_second[2:])
    )


def _is_of_other_contact(one: DocumentFacts, other: DocumentFacts) -> bool:
    """The same number and total of contacts whose names may be one supplier's, at about the same time."""
    same = _same_total(one, other) and same_number(one, other) and _days_between(one, other) <= DAYS_AROUND
    return same and names_alike(one.contact_name, other.contact_name)


def names_alike(one: str | None, other: str | None) -> bool:
    """Whether two names may be one company's: but for its form, signs, the order or number of its words, or a slip."""
    words, other_words = _name_words(one), _name_words(other)
    if not words or not other_words:
        return False
    short, long = sorted((set(words), set(other_words)), key=len)
    joined, other_joined = "".join(words), "".join(other_words)
    within = short <= long and sum(map(len, short)) >= _SHORT + 1
    return within or joined == other_joined or _one_slip(joined, other_joined)


def _name_words(name: str | None) -> list[str]:
    return [each for each in bare_name(name or "").replace("&", " and ").split() if each not in {"and", "the"}]
