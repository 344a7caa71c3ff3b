"""What export_file promises."""

from __future__ import annotations

import hashlib

import pytest
from support.asking import done, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_file_is_kept_under_a_handle_byte_by_byte(house: House) -> None:
    """Its content is in no answer, and it can be attached to a record."""
    file = (await result(house, "export_file", file="office lease.pdf"))["file"]
    content = await house.runtime.files.content("default", file["id"])
    attached = await done(house, "attach_file", kind="contact", record="Capital Power", files=[file["id"]])

    assert content.startswith(b"%PDF")
    assert (file["sha256"], file["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (file["name"], file["type"]) == ("office lease.pdf", "application/pdf")
    assert attached["attached"][0]["size"] == len(content)


async def test_bytes_that_are_fewer_than_xero_says_are_no_file(house: House) -> None:
    """An answer cut short is refused, not kept."""
    lease = next(iter(house.sandbox.organisations[house.organisation]["Files"].rows.values()))
    lease["Size"] += 1
    error = await refused(house, "export_file", file=lease["Id"])

    assert error["code"] == "unexpected_answer"
