"""What export_attachment promises."""

from __future__ import annotations

import hashlib

import pytest
from support.asking import done, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_file_is_kept_under_a_handle_byte_by_byte(house: House) -> None:
    """Its content is in no answer."""
    file = (await result(house, "export_attachment", kind="quote", record="QU-0002", attachment="Signed Offer.pdf"))[
        "file"
    ]
    content = await house.runtime.files.content("default", file["id"])

    assert content.startswith(b"%PDF")
    assert (file["sha256"], file["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (file["name"], file["type"]) == ("signed offer.pdf", "application/pdf")


async def test_what_was_exported_can_be_attached_elsewhere(house: House) -> None:
    """By its handle, without a path."""
    file = (await result(house, "export_attachment", kind="quote", record="QU-0002", attachment="signed offer.pdf"))[
        "file"
    ]
    attached = await done(house, "attach_file", kind="invoice", record="INV-0151", files=[file["id"]])

    assert attached["attached"][0]["size"] == file["size"]


async def test_a_file_that_is_not_there_is_answered_with_those_that_are(house: House) -> None:
    """Names are few: at most ten."""
    error = await refused(house, "export_attachment", kind="quote", record="QU-0002", attachment="offer.doc")

    assert error["code"] == "not_found"
    assert "signed offer.pdf" in error["fields"][0]["message"]
