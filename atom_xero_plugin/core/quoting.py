"""Text from records (names, numbers, descriptions) inside what a person reads: it can never pass for words of ours.

Whoever can write a contact's name can write line breaks, text that runs from right to left, characters that nobody
sees, or "NZD 1.00, approved already". So every piece of record text is brought onto one line, freed of what is not
seen, cut by itself, and put between quotation marks wherever it could be mistaken for a part of the sentence around it.

Source of the classes: Unicode 15.1, general categories (UAX #44) and bidirectional controls (UAX #9).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_NAME: Final = 80
"""Characters of a name, number or reference in a sentence; Xero takes up to 255 of a name."""
LONGEST_WHOLE: Final = 255
"""As much as Xero takes of a name: nothing is cut."""
LONGEST_VALUE: Final = 160
"""Characters of a longer text, such as the description of a line."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, format (bidi, zero width, tags), surrogate, private use, not assigned."""
_BLANK: Final = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f")
"""Letters and marks by their category, that are drawn as nothing."""
_JOINERS: Final = frozenset("\u200c\u200d")
_MARKS: Final = 2
"""How many marks may stand on one letter: more of them are drawn over the lines around."""
_SPACES: Final = re.compile(r"\s+")
_TOKEN: Final = re.compile(r"[^\s“”\"`→·;…]{1,64}")
"""One word, number, date or code."""
_WORDS: Final = re.compile(r"[\w&'\u2019()/+#@.-]+(?: [\w&'\u2019()/+#@.-]+)*")
_MISTAKEN: Final = re.compile(r"\. |\.\d|\b[A-Za-z]{3} ?\d")
"""What ends a sentence, or reads as an amount."""
_LONGEST_BARE: Final = 60
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What a text of one line that is stored or sent must not hold: control characters, line breaks and half characters."""
CONTROL_BUT_BREAKS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""The same of a text that may have new lines and tabs."""


def one_line(text: str | None) -> str:
    """The text on one line, without what cannot be seen and what moves the cursor or turns words round."""
    if text and text.isascii() and text.isprintable():
        return " ".join(text.split())  # most texts: nothing in them is left out, and they are read quickly
    stored: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text or ""):
        category = unicodedata.category(letter)
        if category[0] == "Z" or letter in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85":
            stored.append(" ")
        elif category in _UNSEEN or letter in _BLANK or "\ufe00" <= letter <= "\ufe0f":
            continue
        elif category[0] == "M":
            marks += 1
            if marks <= _MARKS:
                stored.append(letter)
            continue
        else:
            stored.append(letter)
        marks = 0
    return _SPACES.sub(" ", "".join(stored)).strip()


def seen(text: str | None) -> str:
    """A new text without what nobody sees and without blanks around it: what is sent is what a person reads before.

    Line breaks stay, and so do the joiners that some scripts and emoji are written with.
    """
    if text is None or text.isascii():
        return (text or "").strip()  # nothing in ASCII is of format or blank
    stored = (
        letter
        for letter in text
        if letter in _JOINERS or not (unicodedata.category(letter) == "Cf" or letter in _BLANK)
    )
    return "".join(stored).strip()


def cut(text: str, longest: int) -> str:
    """The text, with an ellipsis in place of what is too much."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def quote(text: str | None, longest: int = LONGEST_NAME) -> str:
    """Record text between quotation marks, on one line and cut by itself; no mark inside it can end them."""
    inner = re.sub('[“”„‟"«»]', "'", one_line(text))
    return f"“{cut(inner, longest)}”"


def in_sentence(text: str | None, longest: int = LONGEST_NAME) -> str:
    """Record text inside a sentence of ours: as it is where it is plainly a name, a number or a code, else quoted."""
    shown = one_line(text)
    plain = _TOKEN.fullmatch(shown) or (
        len(shown) <= _LONGEST_BARE and _WORDS.fullmatch(shown) and not _MISTAKEN.search(shown)
    )
    return shown if plain and len(shown) <= longest else quote(shown, longest)
