"""The file that holds the encryption keys, and its changes: a key added in front, keys that nothing needs taken out.

The file is replaced whole, so that a program that reads it at that moment finds the old keys or the new ones.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet

from atom_xero_plugin.core.errors import Conflict, FixSetup, KeyMissing, XeroPluginError
from atom_xero_plugin.store.encryption import Key, Keyring, as_keys

log = logging.getLogger(__name__)
_LARGEST: Final = 65_536
_APART: Final = re.compile(r"[,\r\n]+")


class KeyFile(Keyring):
    """The keys of a file, read again whenever the file changes: a running program takes up a new key by itself.

    Where the file cannot be used any more, the keys that it held last go on being used, and the log says so.
    """

    def __init__(self, path: Path) -> None:
        """Raises KeyMissing for no file, an empty one, or one that others can read; KeyUnusable for a short key."""
        self._path = path
        self._seen = _state(path)
        super().__init__(as_keys(read(path)))

    @property
    def _keys(self) -> list[Key]:
        state = _state(self._path)
        if state != self._seen:
            self._seen = state
            try:
                self._held = as_keys(read(self._path))
                log.info("the keys in %s were read again: %s", self._path, self)
            except XeroPluginError as error:
                log.warning("%s The keys that it held before are used.", error.message)
        return self._held


def read(path: Path) -> str:
    """The keys in a file, separated by commas. Raises KeyMissing if it cannot be used."""
    try:
        with path.open("rb") as file:
            mode, content = os.fstat(file.fileno()).st_mode, file.read(_LARGEST)
        text = content.decode()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise KeyMissing(
            f"The key file {path} cannot be read: {reason}.", hint="Make one with `atom-xero keys new`."
        ) from None
    if mode & 0o077:
        raise KeyMissing(f"{path} can be read by others, so its key is not used.", hint=f"Run `chmod 600 {path}`.")
    return ",".join(part.strip() for part in _APART.split(text) if part.strip())


def add_key(path: Path) -> str:
    """Put a new key in front of those in the file; its short name. Raises KeyMissing if there is no file to add to."""
    before = read(path)
    _replace(path, [Fernet.generate_key().decode(), *before.split(",")])
    return Keyring.parse(read(path)).newest_id


def remove_keys(path: Path, needed: Collection[str]) -> list[str]:
    """Take keys out that nothing needs, never the newest; the short names of those that went."""
    texts = read(path).split(",")
    ids = [key.id for key in as_keys(",".join(texts))]
    stored = [text for number, text in enumerate(texts) if number == 0 or ids[number] in needed]
    gone = [key_id for number, key_id in enumerate(ids) if number != 0 and key_id not in needed]
    if gone:
        _replace(path, stored)
    return gone


def _replace(path: Path, keys: list[str]) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    except FileExistsError:
        raise Conflict(f"{temporary} is there already.") from None
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FixSetup(f"The key file {path} cannot be written: {error.strerror}.") from None


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
