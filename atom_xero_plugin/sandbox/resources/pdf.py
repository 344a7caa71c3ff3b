"""A document as PDF, for who asks for it by `Accept: application/pdf`. Source: OpenAPI 16.1.0; developer.xero.com.

Xero's own layout is not imitated: the page names the document, its contact and its total.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.imitated import AS_PDF
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Handler, Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.pdf import pdf
from atom_xero_plugin.sandbox.books.table import Row

PDF: Final = "application/pdf"


def with_pdf(resource: Resource, kind: Kind | None) -> Resource:
    """The resource, which gives one of its records as PDF where Xero does."""
    if kind is None or resource.get is None or resource.path not in AS_PDF:
        return resource
    plain: Handler = resource.get

    def read(books: Books, call: Call) -> Result:
        if PDF not in call.accept or call.identity is None or call.rest:
            return plain(books, call)
        row = books[kind.plural].get(call.identity)
        if row is None:
            raise NoSuchRecord(call.identity)
        return Result(pdf(_lines(books, kind, row)), content_type=PDF)

    return replace(resource, get=read, pdf=True)


def _lines(books: Books, kind: Kind, row: Row) -> list[str]:
    number = next((row[name] for name in row if name.endswith("Number") and row[name]), row[kind.id_field])
    total = f"{row.get('CurrencyCode', '')} {row.get('Total', '')}".strip()
    return [books.organisation["Name"], f"{kind.plural}: {number}", row.get("Contact", {}).get("Name", ""), total]


EXTENDS: Final = with_pdf
