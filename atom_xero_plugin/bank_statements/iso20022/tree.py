"""An XML text as a tree without namespaces: no document type, no entities, nothing is fetched."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Final

from atom_xero_plugin.bank_statements.errors import refused

_DECLARED: Final = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_MOST: Final = 1_000_000
"""Elements; a workbook of 50,000 rows has one for each cell and one for its value."""
_DEEPEST: Final = 100
"""Elements within each other; a statement has about a dozen."""


def tree_of(text: str) -> ET.Element:
    """The root, each tag without its namespace.

    Raises InvalidArguments for what is no XML, and for a text that declares a document type: entities that grow, and
    files that are fetched, are declared there, and no bank writes one.
    """
    if _DECLARED.search(text):
        raise refused("The file declares a document type or entities, which no statement needs.")
    parser = ET.XMLParser(target=_GrowingTree())  # noqa: S314 - it declares no entities, as was seen above
    try:
        parser.feed(_without_declaration(text))
        root: ET.Element = parser.close()
    except ET.ParseError as error:
        line, _ = error.position
        raise refused("this is no XML, or it is cut off.", line=line) from None
    return root


class _GrowingTree:
    """Builds the tree, and refuses what grows deeper or larger than a statement before it is whole."""

    def __init__(self) -> None:
        self._builder = ET.TreeBuilder()
        self._depth = self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> ET.Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST:
            raise refused("The file has more elements, or deeper within each other, than any statement.")
        return self._builder.start(tag.rpartition("}")[2], attributes)

    def data(self, text: str) -> None:
        self._builder.data(text)

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return self._builder.end(tag.rpartition("}")[2])

    def close(self) -> ET.Element:
        return self._builder.close()


def _without_declaration(text: str) -> str:
    """The text was decoded before, whatever encoding it says that it is in."""
    return re.sub(r"\A\s*<\?xml[^>]*\?>", lambda found: "\n" * found[0].count("\n"), text)


def text_at(element: ET.Element, *paths: str) -> str | None:
    """The text of the first of these that is there, its spaces tidied; None where none is."""
    for path in paths:
        found = " ".join((element.findtext(path) or "").split())
        if found:
            return found
    return None
