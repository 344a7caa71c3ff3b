"""What attach_file promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.asking import done, paths, plan, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def files_of(house: House, record_id: str) -> dict[str, bytes]:
    """The files of a record at the sandbox."""
    books = house.sandbox.organisations[house.organisation]
    return {name: file.content for name, file in books.files.get(record_id, {}).items()}


def folder(house: House) -> Path:
    """The folder that is allowed for files."""
    return house.runtime.settings.file_folders[0]


async def test_a_file_of_an_allowed_folder_is_attached_byte_by_byte(house: House) -> None:
    """And the answer shows it as Xero has it."""
    attached = (await done(house, "attach_file", kind="invoice", record="INV-0151", files=["receipt.pdf"]))["attached"]
    there = files_of(house, row(house, "Invoices", InvoiceNumber="INV-0151")["InvoiceID"])

    assert there == {"receipt.pdf": (folder(house) / "receipt.pdf").read_bytes()}
    assert [(each["name"], each["type"], each["size"]) for each in attached] == [
        ("receipt.pdf", "application/pdf", len(there["receipt.pdf"]))
    ]
    listed = await result(house, "find_attachments", kind="invoice", record="INV-0151")
    assert listed["attachments"] == attached


async def test_what_is_sent_is_what_was_approved_though_the_file_changed_since(house: House) -> None:
    """Its bytes are kept when the plan is made."""
    before = (folder(house) / "receipt.pdf").read_bytes()
    proposed = await plan(house, "attach_file", kind="contact", record="Capital Power", files=["receipt.pdf"])
    (folder(house) / "receipt.pdf").write_bytes(b"%PDF-1.4 another")
    answer = await house.carry_out(proposed)
    contact = row(house, "Contacts", Name="Capital Power")["ContactID"]

    assert answer["success"] is True
    assert files_of(house, contact)["receipt.pdf"] == before


async def test_several_files_are_one_plan_and_each_is_told_by_itself(house: House) -> None:
    """One that Xero refuses keeps the others from nothing."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder(house) / name).write_text(f"{name} of the delivery")
    proposed = await plan(house, "attach_file", kind="quote", record="QU-0003", files=["a.txt", "b.txt", "c.txt"])
    house.sandbox.faults.add(kind="status", status=400, match="/Attachments/b.txt", method="PUT", times=1)
    answer = await house.carry_out(proposed)
    outcome = (await result(house, "show_plan", plan=proposed["id"]))["items"][0]

    assert answer["error"]["code"] == "partly_done"
    assert sorted(files_of(house, row(house, "Quotes", QuoteNumber="QU-0003")["QuoteID"])) == ["a.txt", "c.txt"]
    assert {step["step"]: step["state"] for step in outcome["steps"]} == {
        "attach a.txt": "verified",
        "attach b.txt": "failed",
        "attach c.txt": "verified",
    }


async def test_a_name_that_is_there_is_refused_and_never_replaced(house: House) -> None:
    """Xero would overwrite the file without a word, and cannot give it back."""
    (folder(house) / "signed offer.pdf").write_bytes(b"%PDF-1.4 other")
    error = await refused(house, "attach_file", kind="quote", record="QU-0002", files=["signed offer.pdf"])
    renamed = await done(
        house, "attach_file", kind="quote", record="QU-0002", files=["signed offer.pdf"], name="signed again.pdf"
    )

    assert (error["code"], paths(error)) == ("conflict", ["/files/0"])
    assert renamed["attached"][0]["name"] == "signed again.pdf"


async def test_a_name_that_came_meanwhile_is_not_replaced_either(house: House) -> None:
    """It is looked up again right before the file is sent."""
    first = await plan(house, "attach_file", kind="quote", record="QU-0003", files=["receipt.pdf"])
    quote = row(house, "Quotes", QuoteNumber="QU-0003")["QuoteID"]
    (folder(house) / "other.pdf").write_bytes(b"%PDF-1.4 other")
    await done(house, "attach_file", kind="quote", record="QU-0003", files=["other.pdf"], name="receipt.pdf")
    answer = await house.carry_out(first)

    assert answer["success"] is False
    assert answer["error"]["may_have_written"] is False
    assert files_of(house, quote)["receipt.pdf"] == b"%PDF-1.4 other"


@pytest.mark.parametrize(
    "path", ["../house.db", "/etc/passwd", "sub/../../house.db", "link.pdf", "out/secret.pdf", "~/x.pdf"]
)
async def test_no_path_leads_out_of_the_folder(house: House, path: str, tmp_path: Path) -> None:
    """Neither dots nor links, of a file or of a folder on the way."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(b"%PDF-1.4 secret")
    (folder(house) / "link.pdf").symlink_to(outside / "secret.pdf")
    (folder(house) / "out").symlink_to(outside)
    error = await refused(house, "attach_file", kind="invoice", record="INV-0151", files=[path])

    assert error["code"] in {"not_allowed", "invalid_arguments"}
    assert "secret" not in error["message"] or path == "out/secret.pdf"
    assert paths(error) == ["/files/0"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("script.exe", b"MZ", "no type that Xero takes"),
        ("no-ending", b"text", "no type that Xero takes"),
        ("empty.txt", b"", "is empty"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n", "does not hold what its ending .pdf says"),
        ("large.txt", b"x" * 10_000_001, "bytes; Xero takes"),
    ],
)
async def test_what_xero_does_not_take_is_refused_before_anything_is_planned(
    house: House, name: str, content: bytes, words: str
) -> None:
    """By its ending, its size and its first bytes."""
    (folder(house) / name).write_bytes(content)
    error = await refused(house, "attach_file", kind="invoice", record="INV-0151", files=[name])

    assert (error["code"], paths(error)) == ("invalid_arguments", ["/files/0"])
    assert words in error["message"]


async def test_characters_that_xero_refuses_in_a_name_become_underscores(house: House) -> None:
    """Brackets, blanks and letters of every alphabet stay."""
    name = "A+B? [1] Müller 领收书.txt"
    (folder(house) / name).write_text("text")
    attached = await done(house, "attach_file", kind="quote", record="QU-0003", files=[name])

    assert attached["attached"][0]["name"] == "A_B_ [1] Müller 领收书.txt"


async def test_a_handle_is_taken_in_its_own_workspace_alone(house: House) -> None:
    """A file that was uploaded here is named by its id."""
    kept = await house.runtime.files.keep("default", "scan.png", "image/png", b"\x89PNG\r\n\x1a\nscan", by="test")
    other = await house.runtime.files.keep("elsewhere", "scan.png", "image/png", b"\x89PNG\r\n\x1a\nscan", by="test")
    attached = await done(house, "attach_file", kind="contact", record="Capital Power", files=[kept.id])
    error = await refused(house, "attach_file", kind="contact", record="Capital Power", files=[other.id])

    assert attached["attached"][0]["name"] == "scan.png"
    assert error["code"] == "not_found"


async def test_a_handle_expires(house: House) -> None:
    """After a week; then it is named as gone."""
    kept = await house.runtime.files.keep("default", "scan.png", "image/png", b"\x89PNG\r\n\x1a\nscan", by="test")
    house.sandbox.clock.advance(8 * 86_400)
    error = await refused(house, "attach_file", kind="contact", record="Capital Power", files=[kept.id])

    assert error["code"] == "not_found"


async def test_online_is_of_sales_invoices_alone(house: House) -> None:
    """And the plan warns that the customer sees it."""
    error = await refused(house, "attach_file", kind="quote", record="QU-0003", files=["receipt.pdf"], online=True)
    proposed = await plan(house, "attach_file", kind="invoice", record="INV-0151", files=["receipt.pdf"], online=True)
    await house.carry_out(proposed)
    listed = await result(house, "find_attachments", kind="invoice", record="INV-0151")

    assert paths(error) == ["/online"]
    assert [each["code"] for each in proposed["warnings"]] == ["seen_by_customer"]
    assert listed["attachments"][0]["online"] is True


async def test_the_same_file_twice_is_refused(house: House) -> None:
    """Xero would keep one of them."""
    error = await refused(house, "attach_file", kind="quote", record="QU-0003", files=["receipt.pdf", "receipt.pdf"])

    assert paths(error) == ["/files/1"]
