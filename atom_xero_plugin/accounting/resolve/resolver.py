"""From what a person calls a record to the one record that is meant, by one rule for every kind.

An exact name, number or id decides. For a write nothing else does: the near ones are listed, and nothing is planned. A
read may take the only one whose words begin like the text, and its answer says so (`Match.exact`).
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from atom_xero_plugin.core.errors import Ambiguous, Candidate, FieldError, NotFound
from atom_xero_plugin.core.quoting import seen
from atom_xero_plugin.core.words import begins_words
from atom_xero_plugin.xero.where_clause import compared

SHOWN: Final = 5
"""Candidates that an error shows as text."""
LISTED: Final = 20
"""Candidates that an error holds for programs."""
_CLOSE: Final = 0.5
T = TypeVar("T")
Keys = tuple[Callable[[T], str | None], ...]


def casefolded(text: str | None) -> str:
    """A name as Xero distinguishes names: small letters, single spaces; what nobody sees distinguishes none here."""
    return " ".join(unicodedata.normalize("NFC", seen(text)).casefold().split())


def unaccented(text: str | None) -> str:
    """A name as Xero compares it in a question: without accents too."""
    return compared(text)


class Match(NamedTuple, Generic[T]):
    """A record, and whether what was asked for is exactly its name, number or id."""

    record: T
    exact: bool


@dataclass(frozen=True)
class Resolver(Generic[T]):
    """How one kind of record is reported by its names."""

    kind: str
    """What a sentence calls one, for example `contact`."""
    keys: tuple[Keys[T], ...]
    """What names it exactly; a group decides before the groups after it are checked."""
    also: Keys[T]
    """What else may be begun with in a read."""
    identity: Callable[[T], Candidate]
    in_use: Callable[[T], bool]
    """Whether it can be used; of several that fit, those that cannot step back."""
    finder: str | None = None
    """The skill that lists them."""
    begins: Callable[[str, str | None], bool] = begins_words
    """Whether a name begins like a text, so that a read may take it."""

    def exact(self, text: str, records: Iterable[T]) -> list[T]:
        """Those that have exactly this name, without letter case and spaces that say nothing; else without accents."""
        known = list(records)
        for same in (casefolded, unaccented):
            requested = same(text)
            for group in self.keys:
                hits = [
                    (each, frozenset(n for n, key in enumerate(group) if same(key(each)) == requested))
                    for each in known
                ]
                found = [(each, by) for each, by in hits if by and requested]
                if found:
                    return self._filtered(text, group, found)
        return []

    def _filtered(self, text: str, group: Keys[T], found: list[tuple[T, frozenset[int]]]) -> list[T]:
        """Without those out of use that are named alike, and by every letter where that distinguishes them."""
        used = frozenset(n for each, by in found if self.in_use(each) for n in by)
        left = [(each, by) for each, by in found if self.in_use(each) or not by <= used]
        if len(left) > 1 and len({by for _, by in left}) == 1:
            by = left[0][1]
            to_the_letter = [each for each, _ in left if any(group[n](each) == text for n in by)]
            if len(to_the_letter) == 1:
                return to_the_letter
        return [each for each, _ in left]

    def likely(self, text: str, records: Iterable[T]) -> list[T]:
        """Those of which a name equals the text or begins, word by word, like it; those in use if there are any."""
        known = list(records)
        names = [*(key for group in self.keys for key in group), *self.also]
        equal = [each for each in known if any(casefolded(name(each)) == casefolded(text) != "" for name in self.also)]
        begun = equal or [each for each in known if any(self.begins(text, name(each)) for name in names)]
        return [each for each in begun if self.in_use(each)] or begun

    def near(self, text: str, records: Iterable[T]) -> list[Candidate]:
        """What may have been meant: those that begin like it, then those spelt like it, then the others given."""
        known = list(records)
        names = {unaccented(self.identity(each).name): each for each in known}
        close = difflib.get_close_matches(unaccented(text), list(names), n=LISTED, cutoff=_CLOSE)
        ordered = [*self.likely(text, known), *(names[name] for name in close), *known]
        return list({self.identity(each).id: self.identity(each) for each in ordered}.values())[:LISTED]

    def one(self, text: str, records: Sequence[T], *, path: str) -> T:
        """The one with exactly this name, of all there are. Raises NotFound with the near ones, or Ambiguous."""
        found = self.exact(text, records)
        if len(found) == 1:
            return found[0]
        if found:
            raise self.ambiguous(text, path, found)
        raise self.not_found(text, path, self.likely(text, records) or self.spelt_like(text, records))

    def spelt_like(self, text: str, records: Sequence[T]) -> list[T]:
        """Those in use whose names are spelt like the text."""
        names = {unaccented(self.identity(each).name): each for each in records if self.in_use(each)}
        return [
            names[name] for name in difflib.get_close_matches(unaccented(text), list(names), n=SHOWN, cutoff=_CLOSE)
        ]

    def ambiguous(self, text: str, path: str, found: Iterable[T]) -> Ambiguous:
        """The error for several that fit."""
        candidates = [self.identity(each) for each in found]
        return Ambiguous(
            f"More than one {self.kind} fits {shown(text)}.",
            fields=[FieldError(path, f"could be: {_listed(candidates)}")],
            hint="Give the id of one.",
            candidates=candidates[:LISTED],
        )

    def not_found(self, text: str, path: str, near: Sequence[T]) -> NotFound | Ambiguous:
        """The error for a text that names none exactly: with what is near it, and never one of those taken for it."""
        candidates = self.near(text, near)
        if len(self.likely(text, near)) > 1:
            return self.ambiguous(text, path, self.likely(text, near))
        finder = f"{self.finder} lists them." if self.finder else ""
        words = " or ".join(each.label for each in candidates[:SHOWN])
        hint = f"Did you mean {words}? Give its whole name or its id." if candidates else finder
        message = f"No {self.kind} in Xero is named exactly {shown(text)}."
        return NotFound(message, fields=[FieldError(path, f"names no {self.kind}")], hint=hint, candidates=candidates)


def shown(text: str) -> str:
    """A text as an error repeats it."""
    return repr(text[:80])


def _listed(candidates: Sequence[Candidate]) -> str:
    words = "; ".join(each.label for each in candidates[:SHOWN])
    return f"{words}; and {len(candidates) - SHOWN} more" if len(candidates) > SHOWN else words
