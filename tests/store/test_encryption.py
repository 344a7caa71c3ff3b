"""Secrets are encrypted for one row and column, under keys that can be replaced."""

from __future__ import annotations

import secrets
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.core.errors import InvalidKey, KeyMissing, KeyUnusable
from atom_xero_plugin.store.encryption import Keyring, make_key_file

KEY = Fernet.generate_key().decode()
PLACE = {"table": "grants", "row": "r1", "column": "sealed_tokens"}
words = st.text(max_size=20)


@given(st.binary(max_size=2_000))
def test_what_is_encrypted_opens_again(secret: bytes) -> None:
    """Byte for byte."""
    keyring = Keyring.parse(KEY)

    assert keyring.open(keyring.encrypt(secret, **PLACE), **PLACE) == secret


@given(st.tuples(words, words, words), st.tuples(words, words, words))
def test_a_ciphertext_moved_to_another_place_is_refused(
    here: tuple[str, str, str], there: tuple[str, str, str]
) -> None:
    """Even if the names run together to the same text."""
    keyring = Keyring.parse(KEY)
    encrypted = keyring.encrypt(b"secret", **dict(zip(PLACE, here, strict=True)))

    if here == there:
        assert keyring.open(encrypted, **dict(zip(PLACE, there, strict=True))) == b"secret"
    else:
        with pytest.raises(InvalidKey):
            keyring.open(encrypted, **dict(zip(PLACE, there, strict=True)))


@given(st.integers(min_value=9, max_value=120), st.integers(min_value=1, max_value=255))
def test_a_changed_ciphertext_is_refused(position: int, flip: int) -> None:
    """Any bit of it."""
    keyring = Keyring.parse(KEY)
    encrypted = bytearray(keyring.encrypt(b"secret", **PLACE))
    encrypted[position % len(encrypted)] ^= flip

    try:
        opened = keyring.open(bytes(encrypted), **PLACE)
    except InvalidKey:
        return
    assert opened == b"secret"  # a flip that base64 ignores, or in the key's name, changes nothing


@pytest.mark.parametrize(
    "text",
    [KEY, secrets.token_urlsafe(32), "correct horse battery staple and more", f"{KEY},{'x' * 32}"],
    ids=["fernet", "unpadded", "words", "several"],
)
def test_every_documented_form_of_key_works(text: str) -> None:
    """A Fernet key, its unpadded form of 43 characters, any secret of 32 or more, and several."""
    keyring = Keyring.parse(text)

    assert keyring.open(keyring.encrypt(b"s", **PLACE), **PLACE) == b"s"


def test_the_unpadded_form_is_the_same_key() -> None:
    """The 43 characters that deploy scripts write are the Fernet key without its padding."""
    encrypted = Keyring.parse(KEY).encrypt(b"s", **PLACE)

    assert Keyring.parse(KEY.rstrip("=")).open(encrypted, **PLACE) == b"s"


def test_a_derived_key_is_the_same_for_ever() -> None:
    """A value encrypted by an earlier version opens: the derivation never changes."""
    keyring = Keyring.parse("a secret of more than thirty-two characters")

    assert keyring.newest_id == "96d25ed9"


@pytest.mark.parametrize("text", ["", "  ", ",,"])
def test_no_key_is_reported_in_one_sentence(text: str) -> None:
    """It fails closed and says what to set."""
    with pytest.raises(KeyMissing, match="ATOM_OAUTH_ENCRYPTION_KEY is not set"):
        Keyring.parse(text)


def test_a_short_key_is_reported_without_repeating_it() -> None:
    """The words name the place and not the key."""
    with pytest.raises(KeyUnusable) as caught:
        Keyring.parse(f"{KEY},hunter2-short")

    assert "Key 2" in caught.value.message
    assert "hunter2" not in str(caught.value.body())


def test_a_wrong_key_says_what_to_do() -> None:
    """Put the old one back."""
    encrypted = Keyring.parse(KEY).encrypt(b"s", **PLACE)

    with pytest.raises(InvalidKey) as caught:
        Keyring.parse(Fernet.generate_key().decode()).open(encrypted, **PLACE)

    assert "Put the key used before back" in caught.value.hint


def test_an_older_key_still_opens_and_the_newest_seals() -> None:
    """Several keys, newest first."""
    old, new = KEY, Fernet.generate_key().decode()
    encrypted = Keyring.parse(old).encrypt(b"s", **PLACE)
    both = Keyring.parse(f"{new},{old}")

    assert both.open(encrypted, **PLACE) == b"s"
    assert both.key_id_of(both.encrypt(b"s", **PLACE)) == both.newest_id != both.key_id_of(encrypted)


def test_keys_never_show_in_a_repr() -> None:
    """Not of the ring, not of what is in it."""
    assert KEY not in repr(Keyring.parse(KEY)) + repr(vars(Keyring.parse(KEY)))


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    """Mode 0600; a second call changes nothing."""
    key = make_key_file(tmp_path / "key")

    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_key_file(tmp_path / "key")
    assert (tmp_path / "key").read_text().strip() == key
