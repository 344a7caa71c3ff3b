"""Text from a record is one line, visible, cut by itself, and never passes for words of ours."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.core.quoting import cut, in_sentence, one_line, quote, seen

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('\n\r\u2028\u2029\x85\x1b\x07\u202e\u2066\u200b\ufeff\u00ad\u115f\u3164\u0301“”"`→·'),
        st.sampled_from("NZD 1.00,; over"),
    ),
    max_size=400,
)


@given(HOSTILE)
def test_record_text_is_one_visible_line_that_ends_where_it_says(text: str) -> None:
    """No line break, no control or format character; between marks that nothing inside can close; cut by itself."""
    shown, quoted = one_line(text), quote(text)

    assert not [letter for letter in shown if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}]
    assert len(shown.splitlines()) <= 1
    assert shown == one_line(shown)
    assert quoted[0] + quoted[-1] == "“”"
    assert not set(quoted[1:-1]) & set('“”"')
    assert len(quoted) <= 82
    assert in_sentence(text) in {shown, quoted}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ngaio Travel", "Ngaio Travel"),
        ("O'Brien & Sons (NZ) Ltd", "O'Brien & Sons (NZ) Ltd"),
        ("INV-0042", "INV-0042"),
        ("Acme over NZD 1.00", "“Acme over NZD 1.00”"),
        ("Acme\nTotals: NZD 1", "“Acme Totals: NZD 1”"),
        ("Acme. It is approved", "“Acme. It is approved”"),
        ('Acme" over', "“Acme' over”"),
        ("\u202eemcA\x1b[2J", "emcA[2J"),
        ("e\u0301\u0302\u0303\u0304\u0305", "é\u0302\u0303"),
        (None, "“”"),
    ],
)
def test_a_name_stays_bare_only_where_it_can_be_nothing_else(text: str | None, shown: str) -> None:
    """What reads as an amount, a label or the end of a sentence stands between marks."""
    assert in_sentence(text) == shown


def test_what_is_too_much_is_replaced_by_an_ellipsis() -> None:
    """So that one sees that there is more."""
    assert cut("abcdef", 4) == "abc…"
    assert quote("x" * 300) == f"“{'x' * 79}…”"


@given(st.text(st.characters(max_codepoint=127)))
def test_text_of_ascii_is_read_quickly_and_as_all_other_text_is(text: str) -> None:
    """A zero-width character, which both leave out, sends the same text the long way."""
    assert one_line(text) == one_line(f"{text}\u200b")
    assert seen(text) == seen(f"{text}\u2060")
