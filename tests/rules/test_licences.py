"""Whoever installs this MIT package gets nothing whose licence asks more of them."""

from __future__ import annotations

import tomllib

import pytest
from support.licences import ROOT, Offender, Package, allowed, offenders


def package(name: str, *requires: str, expression: str | None = None, field: str | None = None, classifier: str = ""):
    classifiers = (f"License :: OSI Approved :: {classifier}",) if classifier else ()
    return Package(name, expression, field, classifiers, requires)


def test_every_run_time_dependency_is_permissive_or_lgpl() -> None:
    """The same check as in `make check`, over everything that the dependencies bring along."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names, found = offenders(project["dependencies"])

    assert found == []
    assert len(names) > 40
    assert {"greenlet", "psycopg-binary", "pycparser"} <= set(names)  # through extras and through others


@pytest.mark.parametrize(
    ("deep", "why"),
    [
        (package("deep", expression="GPL-3.0-only"), "has the licence GPL-3.0-only"),
        (package("deep", expression="MIT AND AGPL-3.0-or-later"), "has the licence MIT AND AGPL-3.0-or-later"),
        (package("deep", expression="MIT OR"), "has a licence that is no SPDX expression: MIT OR"),
        (package("deep", field="GPLv3"), "has the licence GPLv3"),
        (
            package("deep", field="MIT", classifier="GNU General Public License v3 (GPLv3)"),
            "has the licence GNU General Public License v3 (GPLv3)",
        ),
        (package("deep"), "names no licence"),
        (None, "is not installed, so its licence is unknown"),
    ],
)
def test_a_dependency_of_a_dependency_with_another_licence_is_named(deep: Package | None, why: str) -> None:
    """Behind an extra, and whatever part of the metadata says it."""
    known = {"near": package("near", "deep; extra == 'more'", expression="MIT"), "deep": deep}

    assert offenders(["near[more]>=1"], known.get) == (["deep", "near"], [Offender("deep", why)])
    assert offenders(["near>=1"], known.get) == (["near"], [])
    assert offenders(["near[more]>=1; python_version < '3'"], known.get) == ([], [])


def test_an_expression_is_allowed_where_one_way_to_keep_to_it_is() -> None:
    """OR leaves the choice, AND does not."""
    assert allowed("GPL-2.0-only OR (MIT AND Zlib)")
    assert allowed("Apache-2.0 WITH LLVM-exception")
    assert not allowed("MIT AND (GPL-2.0-only OR EUPL-1.2)")
    assert not allowed("MIT AND GPL-2.0-only OR SSPL-1.0")
