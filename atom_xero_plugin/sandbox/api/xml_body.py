"""A body in XML, which Xero takes on every write, as the same body in JSON.

`<Invoices><Invoice>…` is `{"Invoices": [{…}]}`, `<Invoice>…` is one object; every value is text, which the readers of
request_body.py take as they take JSON's. Source: developer.xero.com, "Requests and responses"; pyxero writes so.
"""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from atom_xero_plugin.sandbox.api.catalogue import KINDS

LISTS: Final = {kind.plural: kind.type.name for kind in KINDS} | {
    "Addresses": "Address", "ContactPersons": "ContactPerson", "CreditNotes": "CreditNote", "HistoryRecords":
    "HistoryRecord", "LineItems": "LineItem", "Phones": "Phone", "TaxComponents": "TaxComponent", "Tracking":
    "TrackingCategory",
}  # fmt: skip
"""Elements that hold a list, and what each part of it is called."""
DEEPEST: Final = 20


class NotXml(Exception):
    """The body cannot be read as XML."""


class _Element:
    def __init__(self, name: str) -> None:
        self.name = name
        self.children: list[_Element] = []
        self.text = ""

    def plain(self) -> Any:
        """The element as JSON would hold it."""
        if self.name in LISTS:
            return [child.plain() for child in self.children]
        if self.children:
            return {child.name: child.plain() for child in self.children}
        return self.text.strip()


def parsed(body: bytes) -> Any:
    """The body as JSON would give it. Raises NotXml."""
    root = _Element("")
    open_ones = [root]

    def begin(name: str, _attributes: dict[str, str]) -> None:
        if len(open_ones) > DEEPEST:
            raise NotXml("The XML is nested too deep.")
        element = _Element(name.rpartition(":")[2])
        open_ones[-1].children.append(element)
        open_ones.append(element)

    def end(_name: str) -> None:
        open_ones.pop()

    def words(text: str) -> None:
        open_ones[-1].text += text

    def declared(*_what: Any) -> None:
        raise NotXml("A document type is not allowed.")  # entities could grow without end

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, words
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise NotXml(str(error)) from None
    (top,) = root.children
    if top.name in LISTS:
        return {top.name: top.plain()}
    found = top.plain()
    return found if isinstance(found, dict) else {}
