"""PostgreSQL roles: one owns the tables; the program works as the other, which can neither change nor empty them.

Row-level security holds against neither a superuser nor a role with BYPASSRLS, and does not apply to TRUNCATE; who owns
a table can turn it off. So the program's role owns nothing and may read and write rows alone; of the audit trail it may
not even change or delete those.
"""

from __future__ import annotations

import re
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.store.tables import metadata

OWNER: Final = "atom_xero_owner"
APP: Final = "atom_xero_app"
_VERSION: Final = "alembic_version"
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_ROWS: Final = "SELECT, INSERT, UPDATE, DELETE"
_LESS: Final = {"audit": "SELECT, INSERT", _VERSION: "SELECT"}
"""What the program's role may do where that is less than to read and write rows."""


class Roles(Struct, frozen=True):
    """The names of both roles."""

    owner: str = OWNER
    app: str = APP


class RoleFacts(Struct, frozen=True):
    """What the role that a program works as may do."""

    name: str
    passes_security: bool
    """It is a superuser or has BYPASSRLS: it sees every workspace's rows, whatever the policies say."""
    changes_tables: bool
    """It owns a table of ours, or may become who does."""
    empties_tables: bool
    """It may TRUNCATE a table of ours."""


async def facts_of(tx: AsyncConnection) -> RoleFacts:
    """What the role of this connection may do, on PostgreSQL."""
    mine = text(
        "SELECT rolname, rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_roles higher WHERE"
        " (higher.rolsuper OR higher.rolbypassrls) AND higher.oid <> pg_roles.oid"
        " AND pg_has_role(current_user, higher.oid, 'MEMBER')) AS passes FROM pg_roles WHERE rolname = current_user"
    )
    role = (await tx.execute(mine)).one()
    tables = text(
        "SELECT coalesce(bool_or(pg_has_role(current_user, relowner, 'MEMBER')), false) AS changes,"
        " coalesce(bool_or(has_table_privilege(current_user, oid, 'TRUNCATE')), false) AS empties FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname = ANY(:names)"
    )
    found = (await tx.execute(tables, {"names": _tables()})).one()
    return RoleFacts(role.rolname, bool(role.passes), bool(found.changes), bool(found.empties))


def become_owner(connection: Connection) -> None:
    """For the rest of the transaction act as the role that owns the tables, where that is another.

    Raises FixSetup for a role that may not.
    """
    owner = connection.execute(
        text(
            "SELECT rolname, pg_has_role(current_user, pg_roles.oid, 'MEMBER') AS may FROM pg_class"
            " JOIN pg_roles ON pg_roles.oid = relowner WHERE relname = :name AND relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
        ),
        {"name": _VERSION},
    ).first()
    if owner is None:
        return
    if not owner.may:
        raise FixSetup(
            f"The tables belong to the role {owner.rolname}, and this role may not change them.",
            hint=f"Set ATOM_XERO_DATABASE_URL to a role that may become {owner.rolname}, for this command alone.",
        )
    connection.execute(text(f"SET LOCAL ROLE {_quoted(owner.rolname)}"))


def make_roles(connection: Connection, roles: Roles) -> None:
    """Make both roles where they are missing, hand the tables over to the owner, and act as it from here on.

    Raises FixSetup for names that are none, for a role that passes row-level security, and for a role that may not
    make roles.
    """
    for name in (roles.owner, roles.app):
        if not _NAME.fullmatch(name):
            raise FixSetup(f"{name[:60]!r} is no name of a role: small letters, digits and _ alone, at most 63.")
    if roles.owner == roles.app:
        raise FixSetup("The owner and the program's role must be two roles.")
    me = connection.execute(
        text("SELECT rolname, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user")
    ).one()
    if me.rolname in {roles.owner, roles.app}:
        raise FixSetup(
            f"This command makes the role {me.rolname}, so it cannot run as it.",
            hint="Set ATOM_XERO_DATABASE_URL to an administrator of the database, for this command alone.",
        )
    if not (me.rolsuper or me.rolcreaterole):
        raise FixSetup(
            f"The role {me.rolname} may not make roles.",
            hint="Set ATOM_XERO_DATABASE_URL to an administrator of the database, for this command alone.",
        )
    _make(connection, roles.owner, "NOLOGIN")
    _make(connection, roles.app, "LOGIN")
    if connection.execute(text("SELECT pg_has_role(:app, :owner, 'MEMBER')"), vars_of(roles)).scalar():
        raise FixSetup(f"The role {roles.app} is a member of {roles.owner}: revoke that first.")
    if not me.rolsuper:
        connection.execute(text(f"GRANT {roles.owner} TO CURRENT_USER"))
    schema = _quoted(str(connection.execute(text("SELECT current_schema()")).scalar()))
    connection.execute(text(f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {roles.owner}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {roles.app}"))
    for name in _present(connection):
        connection.execute(text(f"ALTER TABLE {name} OWNER TO {roles.owner}"))
    connection.execute(text(f"SET LOCAL ROLE {roles.owner}"))


def grant_rows(connection: Connection, roles: Roles) -> None:
    """Give the program's role what it needs, and take from it and from everybody what it does not. As the owner."""
    for name in _present(connection):
        connection.execute(text(f"REVOKE ALL ON {name} FROM PUBLIC, {roles.app}"))
        connection.execute(text(f"GRANT {_LESS.get(name, _ROWS)} ON {name} TO {roles.app}"))
    for sequence in connection.execute(
        text(
            "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace"
            " AND relowner = current_user::regrole"
        )
    ).scalars():
        connection.execute(text(f"GRANT USAGE, SELECT ON SEQUENCE {_quoted(sequence)} TO {roles.app}"))
    later = "ALTER DEFAULT PRIVILEGES IN SCHEMA " + _quoted(
        str(connection.execute(text("SELECT current_schema()")).scalar())
    )
    connection.execute(text(f"{later} GRANT {_ROWS} ON TABLES TO {roles.app}"))
    connection.execute(text(f"{later} GRANT USAGE, SELECT ON SEQUENCES TO {roles.app}"))


def vars_of(roles: Roles) -> dict[str, Any]:
    """Both names as parameters."""
    return {"owner": roles.owner, "app": roles.app}


def _make(connection: Connection, name: str, login: str) -> None:
    known = connection.execute(
        text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :name"), {"name": name}
    ).scalar()
    if known:
        raise FixSetup(f"The role {name} is a superuser or has BYPASSRLS: row-level security would not hold.")
    if known is None:
        connection.execute(text(f"CREATE ROLE {name} {login} NOCREATEDB NOCREATEROLE"))


def _tables() -> list[str]:
    return [*sorted(metadata.tables), _VERSION]


def _present(connection: Connection) -> list[str]:
    """Our tables that are there."""
    there = text(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        " AND relname = ANY(:names) ORDER BY relname"
    )
    return [str(name) for name in connection.execute(there, {"names": _tables()}).scalars()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
