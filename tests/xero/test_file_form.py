"""A file as it is sent: read back by an independent parser of forms."""

from __future__ import annotations

from email import message_from_bytes

from atom_xero_plugin.xero.file_form import as_sent
from atom_xero_plugin.xero.write import FileContent

CONTENT = b"%PDF-1.4\r\n--file-aa--\r\n\x00\xff"


def test_a_form_has_the_name_and_every_byte_and_is_the_same_each_time() -> None:
    """Also of a file that holds what looks like a boundary."""
    file = FileContent("file_1", "ab" * 32, len(CONTENT), "application/pdf", "Müller (2026).pdf")
    content_type, body = as_sent(file, CONTENT)
    form = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    parts = {str(part.get_param("name", header="content-disposition")): part for part in form.get_payload()}  # type: ignore[union-attr]

    assert as_sent(file, CONTENT) == (content_type, body)
    assert list(parts) == ["name", "filename", "mimeType", "body"]
    assert parts["name"].get_payload(decode=True) == "Müller (2026).pdf".encode()  # type: ignore[union-attr]
    assert parts["body"].get_payload(decode=True) == CONTENT  # type: ignore[union-attr]
    assert parts["body"].get_content_type() == "application/pdf"  # type: ignore[union-attr]


def test_an_attachment_is_its_bytes_alone() -> None:
    """Its name stands in the address."""
    file = FileContent("file_1", "ab" * 32, len(CONTENT), "application/pdf")

    assert as_sent(file, CONTENT) == ("application/pdf", CONTENT)
