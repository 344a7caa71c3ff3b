"""Nothing is an amount too: no code takes an amount of zero for a missing one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from msgspec import Struct

from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.xero import records
from atom_xero_plugin.xero.records import bank_transactions, contacts, invoices, items, parts, payments, tax_rates

ROOT = folder("skills").parent
ROOMS = ("atom_xero_plugin", "skills", "triggers")
LOCAL = {"amount", "money", "quantity", "price", "percent", "net", "rounding", "expected"}
"""Names of variables that hold amounts by this project's habit; those that are no Decimal anywhere are not here."""


def _is_decimal(annotation: object) -> bool:
    return annotation is Decimal or any(_is_decimal(each) for each in get_args(annotation))


def _amounts() -> set[str]:
    """Every attribute of a record of Xero's that is a Decimal."""
    shapes = [
        each
        for module in (records, bank_transactions, contacts, invoices, items, parts, payments, tax_rates)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Struct)
    ]
    found = {
        name
        for shape in [*shapes, Money]
        for name, annotation in get_type_hints(shape).items()
        if _is_decimal(annotation)
    }
    found -= {"rate"}  # also the name of a whole tax rate
    assert {"quantity", "unit_amount", "amount_due", "total", "rounding_amount"} <= found
    return found


AMOUNTS = _amounts()


def _is_amount(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in AMOUNTS
    if isinstance(node, ast.Name):
        return node.id in LOCAL or node.id.strip("_") in {"ZERO", "HUNDRED"}
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Decimal", "cents"}


def _tested(node: ast.AST) -> Iterator[ast.expr]:
    """Every expression whose truth is asked for."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield from _leaves(node.test)
    elif isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield from _leaves(test)
    elif isinstance(node, ast.BoolOp):
        yield from (node.values if isinstance(node.op, ast.Or) else node.values[:-1])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"bool", "any", "all"}:
        yield from (each.elt if isinstance(each, ast.GeneratorExp) else each for each in node.args)


def _leaves(test: ast.expr) -> Iterator[ast.expr]:
    if isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from _leaves(value)
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield from _leaves(test.operand)
    else:
        yield test


def _faults(source: str, name: str = "") -> list[str]:
    return sorted(
        {
            f"{name}:{each.lineno} {ast.unparse(each)}"
            for node in ast.walk(ast.parse(source))
            for each in _tested(node)
            if _is_amount(each)
        }
    )


@pytest.mark.parametrize(
    "source",
    [
        "there.quantity or Decimal(1)",
        "if invoice.total: pass",
        "x = 'a' if not line.unit_amount else 'b'",
        "[line for line in lines if line.line_amount and line.account_code]",
        "bool(invoice.amount_paid)",
        "any(line.unit_amount for line in lines)",
        "amount or ZERO",
    ],
)
def test_the_rule_sees_an_amount_whose_truth_is_asked_for(source: str) -> None:
    """A rule that sees nothing keeps nothing."""
    assert _faults(source) != []


@pytest.mark.parametrize("source", ["amount_or(line.quantity, ONE)", "line.total is not None", "line.total == 0"])
def test_the_rule_lets_a_plain_question_pass(source: str) -> None:
    """Whether it is there, or is zero, is asked as text."""
    assert _faults(f"if {source}: pass") == []


def test_no_amount_is_asked_whether_it_is_true() -> None:
    """Zero is false in Python: a quantity of 0 became 1, and a total of 0 no total."""
    found = [
        fault
        for folder_name in ROOMS
        for path in sorted((ROOT / folder_name).rglob("*.py"))
        if "sandbox" not in path.parts  # Xero's side of the wire, an independent witness
        for fault in _faults(path.read_text(), str(Path(path).relative_to(ROOT)))
    ]

    assert found == []
