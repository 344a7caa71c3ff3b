"""The list of mutations stays in step with the code; `make mutations` tries them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from mutations.catalogue import ROOT, Mutation, mutations

MUTATIONS = mutations()


@pytest.mark.parametrize("fault", MUTATIONS, ids=lambda each: each.name.replace(" ", "_"))
def test_a_mutation_changes_code_that_stands_there_once_and_names_a_test_that_exists(fault: Mutation) -> None:
    """A fault that can no longer be put in, or that nothing searches for, would be counted as caught."""
    path = fault.path(ROOT)
    after = ast.parse(fault.mutated(path.read_text()))

    compile(after, fault.file, "exec")
    assert ast.dump(after) != meaning_of(path)
    file, _, name = fault.test.partition("::")
    assert name in functions_of(ROOT / file)


def test_the_list_is_as_long_as_promised_and_says_each_fault_once() -> None:
    """Sixty is the least."""
    assert len(MUTATIONS) >= 60
    assert len({(each.file, each.old, each.new) for each in MUTATIONS}) == len(MUTATIONS)
    assert len({each.name for each in MUTATIONS}) == len(MUTATIONS)


@cache
def meaning_of(path: Path) -> str:
    """A file's code, without its comments and spaces."""
    return ast.dump(ast.parse(path.read_text()))


@cache
def functions_of(path: Path) -> set[str]:
    """The names of a file's tests: functions, and state machines' classes, which are assigned."""
    tree = ast.parse(path.read_text())
    assigned = {
        node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    return assigned | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
