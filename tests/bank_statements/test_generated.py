"""Files in the layouts and languages of many banks are read right, or ask what decides: none is wrong in silence."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

import msgspec
import pytest
from support import bank_layouts, card_layouts
from support.bank_movements import LAYOUTS, BankFile

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.core.errors import AskAgain

TODAY = date(2026, 12, 31)
MOST_ASKED = 6
Outcome = Literal["right", "asked", "warned", "unfair"]


def answered(file: BankFile) -> tuple[Statement | AskAgain, list[str]]:
    """The statement after every question was answered as who knows the bank would, or the question nobody could."""
    given: dict[str, Any] = {}
    asked: list[str] = []
    for _ in range(MOST_ASKED):
        try:
            return read_statement(file.content, layout=msgspec.convert(given, CsvLayoutInput), today=TODAY), asked
        except AskAgain as raised:
            question = raised
        path = question.fields[0].path
        names = path.split("/")[2:]
        answer: Any = file.answers
        for name in names:
            answer = answer.get(name) if isinstance(answer, dict) else None
        if not path.startswith("/layout/") or answer is None or path in asked:
            return question, asked
        assert names[0] in question.hint
        asked.append(path)
        if names[0] == "columns":
            given.setdefault("columns", {})[names[1]] = answer
        else:
            given[names[0]] = answer
    raise AssertionError("it never ends to ask")


def outcome(name: str, seed: int) -> Outcome:
    file = LAYOUTS[name](random.Random(f"{name}{seed}"))
    found, asked = answered(file)
    if isinstance(found, AskAgain):
        return "unfair"
    if [(line.day, line.amount) for line in found.lines] == file.right:
        return "asked" if asked else "right"
    assert found.unproven, f"{name} {seed} is wrong in silence: {file.content.decode('utf-8', 'replace')}"
    return "warned"


def outcomes(name: str, seeds: Iterable[int]) -> Counter[Outcome]:
    return Counter(outcome(name, seed) for seed in seeds)


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_file_of_a_layout_is_wrong_in_silence(name: str) -> None:
    """Few are asked what nobody could answer, and few are wrong with the warning that nothing proves their signs."""
    seen = outcomes(name, range(30))

    assert seen["unfair"] <= (10 if name == "keytrade" else 0)
    assert seen["warned"] <= 3


@pytest.mark.full
@pytest.mark.parametrize("name", LAYOUTS)
def test_no_file_of_a_thousand_is_wrong_in_silence(name: str) -> None:
    """The same over many more."""
    seen = outcomes(name, range(30, 1_030))

    assert seen["unfair"] <= (330 if name == "keytrade" else 0)
    assert seen["warned"] <= 50


def test_the_layouts_are_many() -> None:
    """In a dozen languages."""
    assert (LAYOUTS["polish"], LAYOUTS["ofx"]) == (bank_layouts.polish, card_layouts.ofx)
    assert len(LAYOUTS) >= 30
