"""Sealing secrets: Fernet, with the row's identity inside what is encrypted, so that a moved ciphertext is refused."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from atom_xero_plugin.core.errors import InvalidKey, KeyMissing, KeyUnusable

SHORTEST_SECRET = 32
SHORT_NAME = 8
"""Characters of a key's short name, which stands before what it encrypted."""
_VERSION = b"\x01"
_DERIVATION = {"salt": b"atom-xero-plugin", "info": b"token encryption v1"}
"""Fixed for ever: a secret must give the same key on every machine and in every version."""
_SIGNING = {"salt": b"atom-xero-plugin", "info": b"plan approval v1"}
"""What signs is derived from what encrypts, and is another key."""
_HOW_TO_MAKE_ONE = (
    "Make a key with `atom-xero keys new`, or set it to the output of "
    '`python -c "import secrets; print(secrets.token_urlsafe(32))"`.'
)


@dataclass(frozen=True)
class Key:
    """One key, known by its short name; its text shows nothing else."""

    id: str
    fernet: Fernet = field(repr=False)
    signing: bytes = field(repr=False)


class Keyring:
    """The encryption keys, the newest first. Its text never shows them."""

    def __init__(self, keys: list[Key]) -> None:
        """Use `parse`."""
        self._held = keys

    def __repr__(self) -> str:
        return f"Keyring({', '.join(key.id for key in self._keys)})"

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """Keys separated by commas, the newest first.

        Each is a Fernet key (44 characters), the same without its padding (43), or any secret of 32 or more
        characters, from which a key is derived (HKDF-SHA256, salt `atom-xero-plugin`, info `token encryption v1`).

        Raises KeyMissing if there is none, KeyUnusable for one that is too short.
        """
        return cls(as_keys(text))

    @property
    def _keys(self) -> list[Key]:
        """Those that are used now."""
        return self._held

    @property
    def ids(self) -> list[str]:
        """The short names of the keys, the newest first."""
        return [key.id for key in self._keys]

    @property
    def newest_id(self) -> str:
        """A short name of the newest key: part of a hash, no secret."""
        return self._keys[0].id

    def encrypt(self, secret: bytes, *, table: str, row: str, column: str) -> bytes:
        """Encrypt with the newest key, for this row and column only."""
        newest = self._keys[0]
        return newest.id.encode() + b":" + newest.fernet.encrypt(_identity(table, row, column) + secret)

    def open(self, encrypted: bytes, *, table: str, row: str, column: str) -> bytes:
        """Decrypt what was encrypted for this row and column.

        Raises KeyWrong if no key opens it, if it was changed, or if it was encrypted for another row or column.
        """
        _, _, token = encrypted.partition(b":")
        for key in self._keys:
            try:
                plain = key.fernet.decrypt(token)
            except InvalidToken:
                continue
            identity = _identity(table, row, column)
            if plain.startswith(identity):
                return plain[len(identity) :]
            raise InvalidKey("A stored secret belongs to another row; the database was tampered with.")
        raise InvalidKey(
            "None of the encryption keys decrypts what is stored.",
            hint="Put the key used before back into ATOM_OAUTH_ENCRYPTION_KEY or the key file, after the new one.",
        )

    def sign(self, content: bytes) -> str:
        """A mark (HMAC-SHA256) that only who has the newest key can make: the key's short name, a colon, hex."""
        newest = self._keys[0]
        return f"{newest.id}:{_mac(newest, content)}"

    def has_signed(self, content: bytes, mark: str) -> bool:
        """Whether a mark is one of these keys' over this content."""
        key_id, _, reported = mark.partition(":")
        made = [_mac(key, content) for key in self._keys if key.id == key_id]
        return any(hmac.compare_digest(each.encode(), reported.encode()) for each in made)

    def key_id_of(self, encrypted: bytes) -> str:
        """The short name of the key that encrypted this."""
        return encrypted.partition(b":")[0].decode("ascii", "replace")


def as_keys(text: str) -> list[Key]:
    """The keys of a text, as `Keyring.parse` takes it, the newest first. Raises KeyMissing or KeyUnusable."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise KeyMissing("ATOM_OAUTH_ENCRYPTION_KEY is not set, so no token can be stored.", hint=_HOW_TO_MAKE_ONE)
    return [_key(part, number) for number, part in enumerate(parts, 1)]


def make_key_file(path: Path) -> str:
    """Write a new key to a new file that its owner alone can read (mode 0600) and return the key.

    Raises FileExistsError rather than overwrite: a lost key is a lost connection.
    """
    key = Fernet.generate_key()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key + b"\n")
        file.flush()
        os.fsync(descriptor)
    return key.decode()


def _identity(table: str, row: str, column: str) -> bytes:
    """Length-prefixed, so that no two identities share their bytes."""
    parts = (part.encode() for part in (table, row, column))
    return _VERSION + b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def _key(text: str, number: int) -> Key:
    raw = _as_fernet(text)
    if raw is None and len(text) < SHORTEST_SECRET:
        raise KeyUnusable(
            f"Key {number} in ATOM_OAUTH_ENCRYPTION_KEY is too short: it must be a Fernet key, or a secret of at "
            f"least {SHORTEST_SECRET} characters.",
            hint=_HOW_TO_MAKE_ONE,
        )
    key = raw or HKDF(algorithm=SHA256(), length=32, **_DERIVATION).derive(text.encode())
    signing = HKDF(algorithm=SHA256(), length=32, **_SIGNING).derive(key)
    return Key(hashlib.sha256(b"key id" + key).hexdigest()[:SHORT_NAME], Fernet(base64.urlsafe_b64encode(key)), signing)


def _mac(key: Key, content: bytes) -> str:
    return hmac.new(key.signing, content, hashlib.sha256).hexdigest()


def _as_fernet(text: str) -> bytes | None:
    """The 32 bytes of a Fernet key, padded or not; None for any other text."""
    if len(text) not in {43, 44}:
        return None
    try:
        raw = base64.b64decode(text.rstrip("=") + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == 32 else None  # noqa: PLR2004 - the length of a Fernet key
