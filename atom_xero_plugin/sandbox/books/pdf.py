"""A PDF of one page with lines of text: what the sandbox gives where Xero gives a document as people get it."""

from __future__ import annotations

from collections.abc import Iterable


def pdf(lines: Iterable[str]) -> bytes:
    """A PDF 1.4 of one A4 page, one line of text below the other; what Latin-1 lacks becomes a question mark."""
    text = b"".join(b"(%b) Tj T*\n" % _escaped(line) for line in lines)
    stream = b"BT /F1 11 Tf 15 TL 60 780 Td\n%bET" % text
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    body, places = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table) + tail


def _escaped(line: str) -> bytes:
    plain = line.encode("latin-1", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
