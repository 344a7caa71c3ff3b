"""What could be done with a statement's lines: each option uses up lines, and documents or records."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin.reconciliation.matching.scoring import MatchScore


class Part(Struct, frozen=True, gc=False):
    """So much of one target that one line pays or is."""

    line: int
    target: int
    units: int


class Option(Struct, frozen=True):
    """One thing to do, wholly or not at all."""

    lines: tuple[int, ...]
    parts: tuple[Part, ...]
    fits: tuple[MatchScore, ...]
    """One a line."""
    booked: bool = False
    """Whether its targets are in the books already, so that nothing would be written."""

    @property
    def weights(self) -> tuple[int, ...]:
        """What each of its lines adds to a whole."""
        return tuple(weight(fit.score) for fit in self.fits)

    @property
    def weight(self) -> int:
        """What it adds to a whole: fourth powers, so that one good match is worth more than very many poor ones."""
        return sum(weight(fit.score) for fit in self.fits)

    @property
    def score(self) -> int:
        """Points of its poorest line."""
        return min(fit.score for fit in self.fits)

    @property
    def review(self) -> bool:
        """Whether a person has to check it, whatever its points."""
        return any(fit.review for fit in self.fits)

    def fit(self, line: int) -> MatchScore:
        """The fit of one of its lines."""
        return self.fits[self.lines.index(line)]

    @property
    def targets(self) -> tuple[int, ...]:
        """Each target once, in order."""
        return tuple(sorted({part.target for part in self.parts}))


def weight(score: int) -> int:
    """What a score adds to a whole."""
    return score**4
