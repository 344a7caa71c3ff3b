"""What a database's refusal means: full, busy, read-only, damaged or away. Known by its code, never by its words."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from typing import Any, Final

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from atom_xero_plugin.core.errors import (
    DatabaseAway,
    DatabaseBusy,
    DatabaseConflict,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    FixSetup,
    XeroPluginError,
)

_SOON_S: Final = 5
_LATER_S: Final = 60
_PRIMARY: Final = 0xFF
"""SQLite's extended codes keep the primary one in their last byte."""
_NO_SPACE: Final = 1_000_000
"""Free bytes below which a failed write of SQLite's is taken for a full disk: it says `disk I/O error` then, too."""
_MISSING_TABLE: Final = "42P01"
_SQLITE: Final[dict[int, type[XeroPluginError]]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_FULL: DatabaseFull,
    sqlite3.SQLITE_IOERR: DatabaseAway,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
}
_POSTGRESQL: Final[dict[str, type[XeroPluginError]]] = {
    "40001": DatabaseConflict,  # serialization_failure
    "40P01": DatabaseConflict,  # deadlock_detected
    "55P03": DatabaseBusy,  # lock_not_available
    "57014": DatabaseBusy,  # query_canceled, by a time limit of the server's
    "53000": DatabaseBusy,  # insufficient_resources
    "53200": DatabaseBusy,  # out_of_memory
    "53300": DatabaseBusy,  # too_many_connections
    "53100": DatabaseFull,  # disk_full
    "25006": DatabaseReadOnly,  # read_only_sql_transaction: a standby, or a server set so
    "58030": DatabaseAway,  # io_error
    "XX001": DatabaseDamaged,  # data_corrupted
    "XX002": DatabaseDamaged,  # index_corrupted
}
_MESSAGES: Final[dict[type[XeroPluginError], tuple[str, str, int | None]]] = {
    DatabaseBusy: (
        "The database {place} is in use by others and did not become free in time.",
        "Try again in a moment; nothing of this was stored. If it stays so, search for a program that holds it open.",
        _SOON_S,
    ),
    DatabaseConflict: (
        "The database {place} ended this for another request that wanted the same rows.",
        "Try again in a moment; nothing of this was stored.",
        _SOON_S,
    ),
    DatabaseReadOnly: (
        "The database {place} can only be read.",
        "Let this program's user write the file and its folder, or name a server that takes writes; then try again.",
        _LATER_S,
    ),
    DatabaseFull: (
        "The disk or the quota of the database {place} is full, so nothing can be stored.",
        "Make room there, then try again.",
        _LATER_S,
    ),
    DatabaseDamaged: (
        "The database {place} is damaged or is no database.",
        "Stop the program, keep a copy of what is there, and restore a backup.",
        None,
    ),
    DatabaseAway: (
        "The database {place} could not be read or written (an I/O error).",
        "Try again in a moment; check the disk that it is on.",
        _SOON_S,
    ),
}


def place_of(url: URL) -> str:
    """Where the database is: the file, or host, port and name; no user, no password, no query."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.host or 'on this machine'}:{url.port or 5432}/{url.database or ''}"


def fault_of(url: URL, error: Exception) -> XeroPluginError | None:
    """The error that a database's refusal is; None for one that says nothing of the database's state."""
    if isinstance(error, PoolTimeout):
        return _fault(DatabaseBusy, url)
    if not isinstance(error, DBAPIError):
        return None
    orig: Any = error.orig
    code = getattr(orig, "sqlite_errorcode", None)
    if isinstance(code, int):
        kind = _SQLITE.get(code & _PRIMARY)
        if kind is DatabaseAway and _is_full(url.database):
            kind = DatabaseFull
    else:
        kind = _POSTGRESQL.get(getattr(orig, "sqlstate", None) or "")
    return None if kind is None else _fault(kind, url)


def fault_of_file(url: URL, error: OSError) -> XeroPluginError | None:
    """The error of a file that cannot be made for want of room, or of leave to write; None for another reason."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _fault(DatabaseFull, url)
    return _fault(DatabaseReadOnly, url) if error.errno == errno.EROFS else None


def unreachable(url: URL, error: Exception, *, was_there: bool) -> XeroPluginError:
    """No connection could be had, or it was lost: `was_there` says whether the address was good before."""
    found = f"The database {place_of(url)} cannot be reached ({type(error).__name__})."
    if was_there:
        return DatabaseAway(found, hint="Try again in a moment; check whether its server runs.", retry_after_s=_SOON_S)
    return FixSetup(found, hint="Check ATOM_XERO_DATABASE_URL and that the server is running.")


def is_missing_table(error: DBAPIError) -> bool:
    """Whether a statement failed because its table was never made."""
    orig: Any = error.orig
    code = getattr(orig, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_ERROR if code is not None else getattr(orig, "sqlstate", None) == _MISSING_TABLE


def _fault(kind: type[XeroPluginError], url: URL) -> XeroPluginError:
    message, hint, after_s = _MESSAGES[kind]
    return kind(message.format(place=place_of(url)), hint=hint, retry_after_s=after_s)


def _is_full(path: str | None) -> bool:
    try:
        return bool(path) and shutil.disk_usage(path or "").free < _NO_SPACE
    except OSError:
        return False
