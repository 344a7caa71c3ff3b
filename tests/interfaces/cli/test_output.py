"""What is printed for a person is what they are shown: text from records and models cannot change it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.interfaces.cli import output


@pytest.mark.parametrize("words", ["\x1b[2K\rApproved", "a\x9b31mb", "\u202e0012 DZN", "gone\x7f\x08"])
def test_words_that_would_move_the_cursor_or_turn_round_are_marked(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan that an AI proposed could else hide from the person what it would send."""
    output.text(words)
    output.say(words)

    shown = capsys.readouterr()
    assert "\ufffd" in shown.out
    assert not {"\x1b", "\r", "\x9b", "\u202e", "\x7f", "\x08"} & set(shown.out + shown.err)


@given(st.text(st.characters(exclude_categories=("C",))))
def test_all_other_words_are_printed_as_they_are(words: str) -> None:
    """In any script."""
    with pytest.MonkeyPatch.context() as patched:
        printed: list[str] = []
        patched.setattr(output.sys, "stdout", _Paper(printed))
        output.text(words)

    assert "".join(printed) == f"{words}\n"


class _Paper:
    def __init__(self, printed: list[str]) -> None:
        self.write = printed.append

    def flush(self) -> None:
        """Nothing is held back."""
