"""Ids of statement lines that stay the same, however often and in whatever overlap a file is given."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

LONGEST: Final = 64
"""Characters of an id, as the store keeps it."""
_ROW_NUMBER: Final = re.compile(r"[0-9]{1,6}")


class Content(NamedTuple):
    """What makes one line of an account that line: nothing that depends on the file it came in."""

    day: date
    amount: Decimal
    words: tuple[str | None, ...]
    bank_id: str | None


def line_ids(lines: Sequence[Content]) -> list[str]:
    """One id a line, all different.

    The bank's own id where it is unlike every other in the file; else a hash of day, amount, words and the ordinal
    among equal lines of that day, so that two equal payments of one day stay two.
    """
    given = Counter(line.bank_id for line in lines if line.bank_id)
    seen: dict[str, int] = {}
    ids: list[str] = []
    for line in lines:
        if line.bank_id and given[line.bank_id] == 1:
            ids.append(_bounded(line.bank_id))
            continue
        content = _content(line)
        ordinal = seen[content] = seen.get(content, 0) + 1
        ids.append(_hashed(f"{content}\x1f{ordinal}"))
    return ids


def usable(bank_ids: Iterable[str]) -> bool:
    """Whether a column of a CSV file holds the bank's ids: all there, all different, and not just row numbers."""
    ids = list(bank_ids)
    return all(ids) and len(set(ids)) == len(ids) and not all(_ROW_NUMBER.fullmatch(each) for each in ids)


def repeated_id(line_id: str, day: date, amount: Decimal) -> str:
    """An id for a line whose own is that of another line, the same for whatever file it comes in."""
    return _hashed(f"{line_id}\x1f{day.isoformat()}\x1f{amount.normalize():f}")


def _bounded(bank_id: str) -> str:
    return bank_id if len(bank_id) <= LONGEST else _hashed(bank_id)


def _content(line: Content) -> str:
    """Text that is equal for equal lines: 12.5 or 12.50, and in which column a word stood, make no difference."""
    amount = format(line.amount.normalize(), "f")
    words = unicodedata.normalize("NFC", " ".join(filter(None, line.words))).casefold().split()
    return f"{line.day.isoformat()}\x1f{amount}\x1f{' '.join(sorted(words))}"


def _hashed(text: str) -> str:
    return f"h-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"
