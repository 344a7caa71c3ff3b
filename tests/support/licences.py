"""Licences of everything that an installation brings along: each permissive or LGPL, else `make check` fails.

Run as a script from the project's root. It walks the run-time dependencies of pyproject.toml and theirs, as they are
installed, and reads of each what its metadata says (core metadata 2.4: License-Expression, License, Classifier).
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "LGPL-2.1-only",
    "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "OFL-1.1", "PSF-2.0", "Python-2.0",
    "Unicode-3.0", "Unlicense", "Zlib",
})  # fmt: skip
"""SPDX identifiers of permissive licences, and of the LGPL, which a program may use as a library."""
SAME = {
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd-3": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
}
"""Older ways to write them: the ends of classifiers, and words of the License field."""
_LICENCE = "License :: "
_LONGEST = 60
"""Characters of a License field that names a licence; a longer one holds its text."""
_TOKEN = re.compile(r"\(|\)|[^\s()]+")


class Package(NamedTuple):
    """An installed distribution, and what its metadata says of its licence."""

    name: str
    expression: str | None
    field: str | None
    classifiers: tuple[str, ...]
    requires: tuple[str, ...]


class Offender(NamedTuple):
    """A dependency that may not come along, and why."""

    name: str
    why: str


def installed(name: str) -> Package | None:
    """What is installed under a name; None if nothing is."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    reported = found.metadata
    return Package(
        canonicalize_name(name),
        reported.get("License-Expression"),
        reported.get("License"),
        tuple(each for each in reported.get_all("Classifier") or () if each.startswith(_LICENCE)),
        tuple(found.requires or ()),
    )


def offenders(
    requirements: Iterable[str], find: Callable[[str], Package | None] = installed
) -> tuple[list[str], list[Offender]]:
    """The names of the whole closure, and what of it is not allowed."""
    names: list[str] = []
    found: list[Offender] = []
    for name, package in _closure(requirements, find):
        names.append(name)
        why = "is not installed, so its licence is unknown" if package is None else _why_not(package)
        if why:
            found.append(Offender(name, why))
    return sorted(names), sorted(found)


def allowed(expression: str) -> bool:
    """Whether an SPDX expression can be kept to with allowed licences: of OR one suffices, of AND all must be.

    Raises ValueError for an expression that is none.
    """
    tokens = _TOKEN.findall(expression)
    result, rest = _either(tokens)
    if rest:
        raise ValueError(expression)
    return result


def _either(tokens: list[str]) -> tuple[bool, list[str]]:
    result, rest = _both(tokens)
    while rest and rest[0].upper() == "OR":
        other, rest = _both(rest[1:])
        result = result or other
    return result, rest


def _both(tokens: list[str]) -> tuple[bool, list[str]]:
    result, rest = _one(tokens)
    while rest and rest[0].upper() == "AND":
        other, rest = _one(rest[1:])
        result = result and other
    return result, rest


def _one(tokens: list[str]) -> tuple[bool, list[str]]:
    if not tokens:
        raise ValueError("an expression ends too soon")
    if tokens[0] == "(":
        result, rest = _either(tokens[1:])
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is not closed")
        return result, rest[1:]
    if len(tokens) > 2 and tokens[1].upper() == "WITH":  # an exception only permits more
        return tokens[0] in ALLOWED, tokens[3:]
    return tokens[0] in ALLOWED, tokens[1:]


def _why_not(package: Package) -> str | None:
    if package.expression:
        try:
            return None if allowed(package.expression) else f"has the licence {package.expression}"
        except ValueError:
            return f"has a licence that is no SPDX expression: {package.expression}"
    named = [each.rsplit(" :: ", 1)[-1] for each in package.classifiers if each != "License :: OSI Approved"]
    if not named and package.field and len(package.field) <= _LONGEST:
        named = [package.field]
    if not named:
        return "names no licence"
    invalid = [each for each in named if SAME.get(each.strip().lower(), each.strip()) not in ALLOWED]
    return f"has the licence {', '.join(invalid)}" if invalid else None


def _closure(
    requirements: Iterable[str], find: Callable[[str], Package | None]
) -> Iterator[tuple[str, Package | None]]:
    """Every distribution that these requirements bring along here, each once."""
    waiting = [each for text in requirements if _applies(each := Requirement(text), {""})]
    extras: dict[str, set[str]] = {}
    reported: set[str] = set()
    while waiting:
        requested = waiting.pop()
        name = canonicalize_name(requested.name)
        known = extras.get(name)
        if known is not None and requested.extras <= known:
            continue
        extras[name] = (known or {""}) | requested.extras
        package = find(name)
        if name not in reported:
            reported.add(name)
            yield name, package
        for text in package.requires if package else ():
            each = Requirement(text)
            if _applies(each, extras[name]):
                waiting.append(each)


def _applies(requirement: Requirement, extras: Iterable[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)


def main() -> int:
    """Say what may not come along; 1 if there is anything."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names, found = offenders(project["dependencies"])
    for each in found:
        print(f"{each.name} {each.why}; a run-time dependency must be permissive or LGPL.", file=sys.stderr)  # noqa: T201
    if not found:
        print(f"{len(names)} run-time dependencies: every licence is permissive or LGPL.")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
