"""What is read in the words of one bank line: names, numbers, and what kind of movement it says it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from atom_xero_plugin.bank_statements import text
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.reconciliation.matching import movement_words
from atom_xero_plugin.reconciliation.matching.contact_names import ALIKE
from atom_xero_plugin.reconciliation.matching.number_series import Shape
from atom_xero_plugin.reconciliation.matching.scoring import DIGITS, REFERENCE, Evidence

_CLEARER: Final = 8
"""Points by which another name has to be clearer."""
_CLEAR: Final = 90
_COUNTED: Final = 12
"""Letters of a name beyond which a longer one is no clearer."""


def fields_of(line: StatementLine) -> list[str]:
    """The words of a line, each of its fields by itself and none twice."""
    parts = (line.payee, line.reference, line.description)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part and part.strip()))


def text_of(line: StatementLine) -> str:
    """All words of a line, none twice."""
    return " ".join(fields_of(line))


class LineReading(Struct, frozen=True):
    """One line, read."""

    line: StatementLine
    runs: Mapping[str, int]
    """Every number its pieces may spell, with the characters that spell it."""
    plain: frozenset[str]
    """Its words as `words.letters` makes them."""
    names: Mapping[str, int]
    """Contacts named in it, with their likeness."""
    named: Mapping[int, Evidence]
    """Places of the documents whose number or reference stands in it."""
    claims: Mapping[str, Shape]
    """Numbers in it that are made like those of documents."""

    @property
    def returned(self) -> bool:
        """Whether it says that it gives money back."""
        return not movement_words.RETURNED.isdisjoint(self.plain)

    @property
    def untraded(self) -> bool:
        """Whether it says that it is something which as a rule pays no invoice or bill."""
        return not movement_words.UNTRADED.isdisjoint(self.plain)

    def tokens(self) -> set[str]:
        """Numbers and references of documents in it: those that hardly stand there by chance, else digits alone."""
        strong = {each.token for each in self.named.values() if each.token and each.number >= REFERENCE}
        return strong or {each.token for each in self.named.values() if each.token and each.number == DIGITS}

    def other_than(self, contact: str | None) -> str | None:
        """The contact that it names more clearly than this one."""
        own = _clearness(contact, self.names.get(contact, 0)) if contact else 0
        clearest, name = max(
            ((_clearness(each, likeness), each) for each, likeness in self.names.items()), default=(0, "")
        )
        if not clearest or name == contact or self.names[name] < _CLEAR:
            return None
        return name if clearest >= own + _CLEARER else None


def _clearness(name: str, likeness: int) -> int:
    return likeness + min(_COUNTED, len(text.name(name))) if likeness >= ALIKE else 0
