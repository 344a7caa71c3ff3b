"""Words that people have for what skills do and for what they are about, from `search_words.toml` next to this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_FILE: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

MEANS: Final[Mapping[str, str]] = _FILE["means"]
"""What people say for the first word of a skill's name, and mean it; phrases with bars between."""
MAY_MEAN: Final[Mapping[str, str]] = _FILE["may_mean"]
"""What they may mean it by."""
NOUNS: Final[Mapping[str, str]] = _FILE["nouns"]
"""What people call what a skill is about, beside its own name."""
WEAK: Final = frozenset(_FILE["weak"].split())
"""Nouns that often only say whom or what another is about: in "the bill of a supplier" the bill is meant."""
INSIDE: Final[Mapping[str, str]] = _FILE["inside"]
"""A noun that the skills of another are about too."""
NUMBERS: Final[Mapping[str, str]] = _FILE["numbers"]
"""Beginnings of the numbers of documents."""
SAY_NOTHING: Final = frozenset(_FILE["say_nothing"].split())
"""Words that say nothing about which skill is meant."""
