"""The faults that were put into the code on purpose, each with the test that must catch it.

`mutations.toml` next to this file holds them: a name that says what no longer holds, the file, the text as it stands,
the text put in its place, and the test. `run.py` tries them; tests/rules/test_mutations.py keeps the list in step.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).parent / "mutations.toml"


@dataclass(frozen=True)
class Mutation:
    """One fault and the test that catches it."""

    name: str
    file: str
    old: str
    new: str
    test: str

    def path(self, root: Path) -> Path:
        """The file that is changed, in a checkout."""
        return root / self.file

    def mutated(self, text: str) -> str:
        """The file's text with the fault in it.

        Raises ValueError unless the text to be replaced stands there exactly once.
        """
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: {self.file} holds the text {text.count(self.old)} times, not once")
        return text.replace(self.old, self.new)


def mutations() -> list[Mutation]:
    """Every mutation of the list, in its order."""
    return [Mutation(**each) for each in tomllib.loads(LIST.read_text())["mutation"]]
