"""The markup of OFX: 1.x (SGML) and 2.x (XML), from bytes to a tree, with nothing left out in silence."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only the tree, no XML parser: entities and DTDs are never read
from collections import Counter
from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from atom_xero_plugin.bank_statements.encoding import Text, decode
from atom_xero_plugin.bank_statements.errors import refused, shown
from atom_xero_plugin.core.errors import InvalidArguments

MOST_LINES: Final = 50_000
_ROOT: Final = re.compile(r"<ofx\s*>", re.IGNORECASE)
_END: Final = re.compile(r"</ofx\s*>\s*\Z", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)([A-Za-z0-9._]+)\s*(/?)>")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""HTML in a memo of ING Australia."""
_STATEMENT: Final = re.compile(r"<(/?)(CC)?STMTRS>")
_ROOT_BYTES: Final = re.compile(rb"<ofx\s*>")
_PART: Final = re.compile(r"<(/?)([A-Z0-9._]+)>([^<]*)")
"""A tag in capitals, and the text up to the next one."""
_HEADER: Final = 2_048
_CHARSET: Final = re.compile(rb"CHARSET:\s*([\w-]+)|encoding=[\"']([\w-]+)[\"']|ENCODING:\s*(UTF-?8)", re.IGNORECASE)
_CODECS: Final = {"1252": "cp1252", "windows-1252": "cp1252", "8859-1": "cp1252", "iso-8859-1": "cp1252"}
"""Of ISO 8859-1 banks mean the Windows form, which has the same letters and more."""
_LEAVES: Final = (
    "MEMO|NAME|CHECKNUM|REFNUM|FITID|SRVRTID|PAYEEID|EXTDNAME|SIC|DTUSER|DTAVAIL|BANKID|BRANCHID|ACCTKEY|DTASOF|MESSAGE|"
    "TRNTYPE|DTPOSTED|TRNAMT|CURDEF|ACCTID|ACCTTYPE|BALAMT|DTSTART|DTEND"
)
_DEEPEST: Final = 40
"""Tags within tags; a statement has 8."""
_HOLDERS: Final = frozenset({"STMTTRN", "BANKTRANLIST", "STMTRS", "CCSTMTRS", "STMTTRNRS", "BANKMSGSRSV1"})
"""Tags that hold others; a tag that holds a value needs no end in OFX 1."""
_EMPTY_FILE: Final = re.compile(rf"<(?:{_LEAVES})>\s*(?=<(?!/(?:{_LEAVES})>))")


def is_ofx(content: bytes) -> bool:
    """Whether the file says that it is OFX, in whatever width of characters."""
    start = content[: 2 * _HEADER].replace(b"\x00", b"").lower()
    return b"ofxheader" in start or _ROOT_BYTES.search(start) is not None


def ofx_text(content: bytes, given: str | None) -> Text:
    """The text of an OFX file: UTF-8 if it is that, else as its header declares if that is true, else as found.

    Banks declare what they do not write; but letters beyond ASCII that are UTF-8 by chance do not happen.
    """
    match = _CHARSET.search(content[:_HEADER])
    declared = next((group for group in match.groups() if group), b"").decode("ascii").lower() if match else ""
    found = decode(content, given)
    if given is not None or found.encoding.startswith("utf") or declared in {"", "none"}:
        return found
    try:
        return decode(content, _CODECS.get(declared, declared))
    except InvalidArguments:
        return found


def parse(text: str) -> ET.Element:
    """The tree of an OFX text. Raises InvalidArguments with the line at which it is truncated or broken."""
    begin = _ROOT.search(text)
    if begin is None:
        raise refused("The file has the header of OFX, but no <OFX> below it: it is truncated.")
    if not _END.search(text):
        raise refused("the file ends before </OFX>: it is truncated.", line=text.count("\n") + 1)
    if text.upper().count("<STMTTRN>") > MOST_LINES:
        raise refused(f"The file has more than {MOST_LINES:,} lines.", hint="Give it in parts.")
    offset = text.count("\n", 0, begin.start())
    body = _checked(_BREAK.sub(" ", _unwrapped(text[begin.start() :])), offset)
    return _tree(_EMPTY_FILE.sub("", _matched(body)))


def _unwrapped(body: str) -> str:
    """Without comments and CDATA sections, every line kept in its place."""
    body = _replaced(body, "<!--", "-->", lambda inside: "\n" * inside.count("\n"))
    return _replaced(body, "<![CDATA[", "]]>", escape)


def _replaced(body: str, begin: str, end: str, by: Callable[[str], str]) -> str:
    """In one pass, however many sections begin and never end."""
    parts: list[str] = []
    at = 0
    while (start := body.find(begin, at)) >= 0 and (stop := body.find(end, start + len(begin))) >= 0:
        parts += [body[at:start], by(body[start + len(begin) : stop])]
        at = stop + len(end)
    return "".join([*parts, body[at:]])


def _checked(body: str, offset: int) -> str:
    """With all tags in capitals and without those that are empty by themselves, as `<NAME/>`.

    Raises InvalidArguments for a < that begins no tag.
    """
    if body.count("<") != sum(1 for _ in _TAG.finditer(body)):
        at = next(at.start() for at in re.finditer("<", body) if not _TAG.match(body, at.start()))
        line = offset + body.count("\n", 0, at) + 1
        raise refused(f"{shown(body[at : at + 60])} is no tag of OFX.", line=line)
    return _TAG.sub(lambda match: "" if match[3] else f"<{match[1]}{match[2].upper()}>", body)


def _matched(body: str) -> str:
    """With the statement of a card ended as such: Commonwealth Bank ends it as one of an account."""
    if body.count("<CCSTMTRS>") == body.count("</CCSTMTRS>"):
        return body
    opened = ""

    def ended(match: re.Match[str]) -> str:
        nonlocal opened
        if match[1]:
            return f"</{opened or match[2] or ''}STMTRS>"
        opened = match[2] or ""
        return match[0]

    return _STATEMENT.sub(ended, body)


def _tree(body: str) -> ET.Element:
    """The tree of checked markup. A tag with text after it holds that text; one with none holds other tags.

    Facts: OFX 1.0.2 section 2.3 (SGML: an element with a value may lack its end tag, an aggregate may not) and OFX 2.2
    section 2.2 (XML). No entity is expanded here, and no declaration is read.
    """
    root: ET.Element | None = None
    open_tags: list[ET.Element] = []
    may_end = ""
    """The element with a value that came last: its end tag may follow."""
    for end, tag, text in _PART.findall(body):
        value = text.strip()
        if end:
            ends_value = tag == may_end
            may_end = ""
            if value or not (ends_value or (open_tags and open_tags.pop().tag == tag)):
                raise refused(_where_broken(body))
            continue
        element = ET.SubElement(open_tags[-1], tag) if open_tags else ET.Element(tag)
        if not open_tags:
            if root is not None:
                raise refused(_where_broken(body))
            root = element
        if value:
            element.text, may_end = value, tag
            continue
        may_end = ""
        open_tags.append(element)
        if len(open_tags) > _DEEPEST:
            raise refused(_where_broken(body))
    if root is None or open_tags:
        raise refused(_where_broken(body))
    return root


def _where_broken(body: str) -> str:
    """The first tag that does not fit, with the number of the transaction it stands in."""
    stack: list[str] = []
    standing: Counter[str] = Counter()
    number = 0
    for match in _TAG.finditer(body):
        end, tag = match[1], match[2]
        number += not end and tag == "STMTTRN"
        where = f" (transaction {number})" if number else ""
        if not end:
            stack.append(tag)
            standing[tag] += 1
            continue
        if not standing[tag]:
            return f"The OFX is broken: </{tag}> ends nothing{where}."
        standing[tag] -= 1
        while (open_tag := stack.pop()) != tag:
            standing[open_tag] -= 1
            if open_tag in _HOLDERS:
                return f"The OFX is broken: <{open_tag}> is not ended{where}."
    return "The OFX is broken: its tags do not fit together."
