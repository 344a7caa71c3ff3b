"""A file as it is sent: its bytes alone, or a form that names it. The same file always gives the same bytes.

Source: Xero's OpenAPI description of the Files API 2.35.0, UploadObject; RFC 7578.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.xero.write import FileContent

_BREAK: Final = b"\r\n"


def as_sent(file: FileContent, content: bytes) -> tuple[str, bytes]:
    """The media type and the body of a request that sends a file."""
    if file.form_name is None:
        return file.content_type, content
    boundary = f"file-{file.sha256}"
    fields = {"name": file.form_name, "filename": file.form_name, "mimeType": file.content_type}
    parts = [_part(boundary, f'name="{name}"', value.encode()) for name, value in fields.items()]
    named = f'name="body"; filename="{_quoted(file.form_name)}"'
    parts.append(_part(boundary, named, content, file.content_type))
    return f"multipart/form-data; boundary={boundary}", b"".join([*parts, b"--%b--\r\n" % boundary.encode()])


def _part(boundary: str, named: str, content: bytes, content_type: str = "text/plain; charset=utf-8") -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {named}\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + content + _BREAK


def _quoted(name: str) -> str:
    """A name inside quotation marks, as browsers send it. Source: RFC 7578, section 4.2, and WHATWG's HTML."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
