"""What Xero says in an answer that failed, whatever it is written in: its body is judged, never its header.

A plain sentence comes as `text/html` (XeroAPI/xero-node issue 502), JSON may be cut at a limit, and XML comes where
nobody asked for it. What is said is brought onto one line, without what nobody sees and without anything like a token.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

import msgspec

from atom_xero_plugin.core.quoting import one_line

LONGEST: Final = 1_000
"""Characters of one reason."""
MOST: Final = 50
"""Reasons that are kept of one answer."""
_READ: Final = 200_000
"""Bytes of an answer that are looked through for reasons once it is not whole JSON."""
_SHORT: Final = 400
"""Characters of a page of HTML that are taken whole; of a longer one only its title and heads."""
_SECRETS: Final = (
    re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]{8,}"),
    re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*){0,2}"),
    re.compile(
        r"(?i)\b(?:access_?token|refresh_?token|id_?token|client_?secret|authorization|password)"
        r"""[\"']?\s*[:=]\s*[\"']?[^\s\"'&,;<]+"""
    ),
)  # fmt: skip
_MESSAGES: Final = re.compile(
    r"<(?:\w+:)?(?:Message|Detail|Description|Title)\b[^>]*>(.*?)(?:</|$)", re.IGNORECASE | re.DOTALL
)
_LISTS: Final = re.compile(
    r"<(?:\w+:)?(ValidationErrors|Warnings)\b[^>/]*>(.*?)(?:</(?:\w+:)?\1|$)", re.IGNORECASE | re.DOTALL
)
_NUMBER_IN: Final = re.compile(r"<ErrorNumber>\s*(\d{1,4})")
_UNSHOWN: Final = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<\?.*?\?>|<!doctype[^>]*>", re.IGNORECASE | re.DOTALL
)
_HEAD: Final = re.compile(r"<(title|h[1-3])\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_PARAGRAPH: Final = re.compile(r"<p\b[^>]*>(.*?)</p\s*>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|$)", re.DOTALL)
_IS_HTML: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|h[1-6]|p|div|center|script|br)\b", re.IGNORECASE
)
_FORM: Final = re.compile(r"[\w.]+=[^\s<>{]*(?:&[\w.]+=[^\s<>{]*)*")


class ErrorAnswer(NamedTuple):
    """What an answer says."""

    document: Mapping[str, Any]
    """The whole of it, where it is whole JSON."""
    sentence: str
    """Its main sentence; empty if it says none."""
    reasons: list[str]
    """Single reasons, of a text in which they have no place any more: XML, or JSON that was cut."""
    number: int | None
    """Xero's ErrorNumber."""


def parse_error_answer(headers: Mapping[str, str], body: bytes, *, heads_only: bool = False) -> ErrorAnswer:
    """What an answer that failed says, never raising.

    With `heads_only` a page of HTML says no more than its title and heads: that of a server that failed may go on with
    the server's insides.
    """
    document = _json(body)
    if document is None and body.strip() != b"null":
        text = _text(body[:_READ])
        document = _repaired(text) if text[:1] in {"{", "["} else None
        if document is None:
            return _of_text(text or headers.get("www-authenticate", ""), heads_only=heads_only)
    listed = ""
    if isinstance(document, list):
        listed = " ".join(_of_list(document))
        document = {"Elements": document}
    if not isinstance(document, dict):
        return _of_text(document if isinstance(document, str) else "")
    number = document.get("ErrorNumber")
    return ErrorAnswer(document, clean(listed or _main(document)), [], number if isinstance(number, int) else None)


def _of_list(document: list[Any]) -> Iterator[str]:
    """The main sentences of a bare list, each once; what stands in its records is no reason."""
    said = (_main(each) if isinstance(each, Mapping) else each for each in document[:MOST])
    yield from dict.fromkeys(each for each in said if isinstance(each, str) and each.strip())


def _json(body: bytes | str) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def _repaired(text: str) -> Any:
    """JSON that was cut somewhere, closed where it was cut, or a little before."""
    closing: list[str] = []
    inside = escaped = False
    tries: list[str] = []
    for place, letter in enumerate(text):
        if inside:
            inside, escaped = escaped or letter != '"', letter == "\\" and not escaped
        elif letter == '"':
            inside = True
        elif letter in "{[":
            closing.append("}" if letter == "{" else "]")
        elif letter in "}]" and closing:
            closing.pop()
        elif letter == ",":
            tries = [*tries[-3:], text[:place] + "".join(reversed(closing))]
    end = text[:-1] if escaped else text
    tries.append(end + ('"' if inside else "") + "".join(reversed(closing)))
    return next((found for each in reversed(tries) if (found := _json(each)) is not None), None)


def clean(text: str) -> str:
    """One line, bounded, without what nobody sees and without anything that looks like a token."""
    shown = one_line(text[: 4 * LONGEST])
    for secret in _SECRETS:
        shown = secret.sub("***", shown)
    return shown[:LONGEST]


def _main(document: Mapping[str, Any]) -> str:
    """The main sentence of an answer in JSON, in any of the shapes that Xero's APIs have."""
    by_name = {str(name).casefold(): value for name, value in document.items()}
    for name in ("detail", "message", "error_description", "description", "title", "error"):
        value = by_name.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, Mapping) and (inner := _main(value)):
            return inner
    for name in ("problem", "errors", "modelstate"):
        found = [*_strings(by_name.get(name))][:MOST]
        if found:
            return " ".join(found)
    return ""


def _strings(node: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif depth > 4:  # noqa: PLR2004 - deeper than any answer of Xero's
        return
    elif isinstance(node, Mapping):
        main = _main(node) if depth else ""
        yield from [main] if main else (each for item in node.values() for each in _strings(item, depth + 1))
    elif isinstance(node, list):
        yield from (each for item in node for each in _strings(item, depth + 1))


def _text(body: bytes) -> str:
    """The body as text; nothing of what is no text at all."""
    encoding = "utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace") if body.count(b"\x00") else body.decode("cp1252", "replace")
    strange = sum(letter == "\ufffd" or (letter < " " and letter not in "\t\r\n\f") for letter in text)
    return "" if 10 * strange > len(text) else text.strip()


def _of_text(text: str, *, heads_only: bool = False) -> ErrorAnswer:
    if text[:1] == "<":
        if _IS_HTML.search(text[:_SHORT]):
            return ErrorAnswer({}, clean(_of_page(text, heads_only=heads_only)), [], None)
        return _of_xml(text)
    if _FORM.fullmatch(text):
        values = parse_qs(text)
        words = [values[name][0] for name in values if name.endswith(("advice", "description", "problem"))]
        return ErrorAnswer({}, clean(" ".join(words) or text), [], None)
    return ErrorAnswer({}, clean(_bare(text)), [], None)


def _of_xml(text: str) -> ErrorAnswer:
    """XML, whole or cut: validation errors and warnings are its reasons, else its first message, else its words."""
    number = _NUMBER_IN.search(text)
    listed = [message for _, part in _LISTS.findall(text) for message in _MESSAGES.findall(part)]
    messages = listed or _MESSAGES.findall(text)[:1]
    reasons = list(dict.fromkeys(said for each in messages if (said := clean(_bare(each)))))[:MOST]
    known = int(number[1]) if number else None
    if listed and reasons:
        return ErrorAnswer({}, "", reasons, known)
    return ErrorAnswer({}, reasons[0] if reasons else clean(_of_page(text)), [], known)


def _of_page(text: str, *, heads_only: bool = False) -> str:
    """The words of a short page; of a long one its title, its heads and its first paragraph."""
    shown = _UNSHOWN.sub(" ", text)
    words = one_line(_bare(shown))
    if len(words) <= _SHORT and not heads_only:
        return words
    parts = [_bare(each) for _, each in _HEAD.findall(shown)[:4]] + [
        _bare(each) for each in _PARAGRAPH.findall(shown)[:1]
    ]
    heads = list(dict.fromkeys(one_line(each) for each in parts if each.strip()))
    return " · ".join(heads)[:_SHORT] or ("" if heads_only else f"{words[: _SHORT - 1]}…")


def _bare(text: str) -> str:
    """Text without tags and entities."""
    return html.unescape(_TAG.sub(" ", _CDATA.sub(r"\1", text)))
