"""What export_pdf promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("kind", "number"),
    [("invoice", "INV-0151"), ("quote", "QU-0002"), ("purchase_order", "PO-0001"), ("credit_note", "CN-0001")],
)
async def test_a_document_is_kept_as_pdf_under_a_handle(house: House, kind: str, number: str) -> None:
    """Named by its number; no byte of it is in the answer."""
    file = (await result(house, "export_pdf", kind=kind, record=number))["file"]
    content = await house.runtime.files.content("default", file["id"])

    assert (file["name"], file["type"], file["size"]) == (f"{number}.pdf", "application/pdf", len(content))
    assert content.startswith(b"%PDF")
    assert number.encode() in content


async def test_what_xero_gives_no_pdf_of_is_refused(house: House) -> None:
    """With the kinds that have one."""
    error = await refused(house, "export_pdf", kind="contact", record="Capital Power")

    assert error["code"] == "invalid_arguments"
    assert "invoice" in error["message"]
