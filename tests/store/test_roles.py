"""On PostgreSQL the program's role owns nothing: it reads and writes rows, and can neither change nor empty a table."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from interfaces.cli.conftest import Terminal, terminal
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError
from support.clock import StillClock
from support.postgres import Server
from support.service import HARBOUR, WATTLE, open_service, result_of

from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.store import migrations
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.roles import Roles, facts_of
from atom_xero_plugin.store.tables import ROW_SECURED, metadata

pytestmark = pytest.mark.anyio
_numbers = itertools.count(1)
Make = Callable[..., tuple[str, Roles, str]]


@pytest.fixture
def made(postgres_server: Server) -> Make:
    """An empty database, the names of two new roles, and an administrator's address."""

    def make(*, superuser: bool = True) -> tuple[str, Roles, str]:
        number = next(_numbers)
        name, roles = f"roles_{number}", Roles(f"owner_{number}", f"program_{number}")
        admin = f"admin_{number}"
        power = "SUPERUSER" if superuser else "CREATEROLE"
        postgres_server.run(f"CREATE ROLE {admin} LOGIN {power}", f"CREATE DATABASE {name} OWNER {admin}")
        return name, roles, postgres_server.url(name, admin)

    return make


@pytest.mark.parametrize(
    ("superuser", "from_version"), [(True, "0004"), (False, None)], ids=["superuser, used", "createrole, empty"]
)
async def test_the_programs_role_can_neither_change_nor_empty_a_table(
    postgres_server: Server, made: Make, superuser: bool, from_version: str | None
) -> None:
    """TRUNCATE, ALTER, DROP, turning security off, and changing the audit trail are all refused."""
    name, roles, admin = made(superuser=superuser)
    if from_version:
        await migrations.upgrade(admin, from_version)
    await migrations.upgrade(admin, roles=roles)
    await migrations.upgrade(admin, roles=roles)  # twice is once
    store = Store(postgres_server.url(name, roles.app), clock=StillClock())
    await store.check()
    refused = []
    forbidden = [
        "TRUNCATE grants", "TRUNCATE audit CASCADE", "ALTER TABLE grants ADD COLUMN x integer", "DROP TABLE usage",
        "ALTER TABLE grants NO FORCE ROW LEVEL SECURITY", "ALTER TABLE grants DISABLE ROW LEVEL SECURITY",
        "DROP POLICY workspace ON grants", f"SET ROLE {roles.owner}", "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit", "UPDATE alembic_version SET version_num = '0001'",
        "ALTER TABLE plans OWNER TO CURRENT_USER",
        "CREATE TRIGGER t BEFORE INSERT ON grants EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ]  # fmt: skip
    for statement in forbidden:
        with pytest.raises(ProgrammingError):
            async with store.write(ALL_WORKSPACES) as tx:
                await tx.execute(text(statement))
        refused.append(statement)
    async with store.read("w") as tx:
        facts = await facts_of(tx)
        owners = set((await tx.execute(text("SELECT tableowner FROM pg_tables WHERE schemaname = 'public'"))).scalars())
        forced = set((await tx.execute(text("SELECT relname FROM pg_class WHERE relforcerowsecurity"))).scalars())
    await store.close()

    assert refused == forbidden
    assert (facts.name, facts.passes_security, facts.changes_tables, facts.empties_tables) == (
        roles.app, False, False, False,
    )  # fmt: skip
    assert owners == {roles.owner}
    assert forced == {table.name for table in ROW_SECURED}


async def test_a_whole_service_works_as_the_programs_role(postgres_server: Server, made: Make, tmp_path: Path) -> None:
    """A login, a sync, a search, and a plan that is approved and executed."""
    name, roles, admin = made()
    await migrations.upgrade(admin, roles=roles)
    served = await open_service(tmp_path, postgres_server.url(name, roles.app))
    await served.connect("default", f"{HARBOUR},{WATTLE}")
    await served.hear()
    async with await served.program() as program:
        where = {"organisation": "harbour"}
        found = result_of(await program.get("/api/search", params={"q": "Karori"}))
        made_contact = await program.post(
            "/api/integrations/xero/contacts", params={**where, "approve": "true"}, json={"name": "Lowry Bay Boats"}
        )
        ready = await program.get("/ready")
    await served.close()

    assert found["items"]
    assert result_of(made_contact)
    assert result_of(ready)["ok"] is True


async def test_every_table_is_within_reach_of_the_programs_role(postgres_server: Server, made: Make) -> None:
    """Also one that a later version adds, and its numbers."""
    name, roles, admin = made()
    await migrations.upgrade(admin, roles=roles)
    later = "CREATE TABLE later (id bigint GENERATED BY DEFAULT AS IDENTITY, x text)"
    postgres_server.run(f"SET ROLE {roles.owner}; {later}", database=name)
    store = Store(postgres_server.url(name, roles.app), clock=StillClock())
    async with store.write(ALL_WORKSPACES) as tx:
        for table in metadata.tables:
            await tx.execute(select(func.count()).select_from(metadata.tables[table]))
        await tx.execute(text("INSERT INTO later (x) VALUES ('a')"))
    await store.close()


async def test_upgrades_go_on_as_the_owner(postgres_server: Server, made: Make) -> None:
    """By a role that may become it; the program's own role is reported who may."""
    name, roles, admin = made()
    await migrations.upgrade(admin, roles=roles)
    postgres_server.run("UPDATE alembic_version SET version_num = version_num", database=name)

    await migrations.upgrade(admin)
    with pytest.raises(FixSetup, match=f"belong to the role {roles.owner}"):
        await migrations.upgrade(postgres_server.url(name, roles.app))


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
async def test_a_role_that_passes_security_is_not_made_the_programs(
    postgres_server: Server, made: Make, power: str
) -> None:
    """Nor one that may become the owner, nor a name that is none."""
    _, roles, admin = made()
    postgres_server.run(f"CREATE ROLE {roles.app} LOGIN {power}")
    with pytest.raises(FixSetup, match="row-level security"):
        await migrations.upgrade(admin, roles=roles)
    with pytest.raises(FixSetup, match="no name of a role"):
        await migrations.upgrade(admin, roles=Roles("o; DROP TABLE x", "a"))
    with pytest.raises(FixSetup, match="two roles"):
        await migrations.upgrade(admin, roles=Roles("same", "same"))


def test_doctor_says_a_role_that_passes_row_level_security(
    postgres_server: Server, postgres_url: str, tmp_path: Path
) -> None:
    """A superuser, BYPASSRLS, and who may become one; of an owner it says what would be better."""
    doctor = terminal(tmp_path / "home")
    doctor("keys", "new")
    name = postgres_url.rpartition("/")[2]
    number = next(_numbers)
    postgres_server.run(
        f"CREATE ROLE passing_{number} LOGIN BYPASSRLS", f"GRANT app TO passing_{number}",
        f"CREATE ROLE becoming_{number} LOGIN NOINHERIT", f"GRANT passing_{number} TO becoming_{number}",
    )  # fmt: skip
    postgres_server.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO becoming_{number}", database=name)
    for role in ("postgres", f"passing_{number}", f"becoming_{number}"):
        parts = _report(doctor, postgres_server.url(name, role))["parts"]
        assert "row-level security" in parts["database_role"].lower(), role
        assert "db upgrade --roles" in parts["database_role"]
    report = _report(doctor, postgres_url)

    assert report["parts"]["database_role"] == "ok"
    assert "change and empty" in report["facts"]["database role"]


def _report(doctor: Terminal, url: str) -> dict[str, dict[str, str]]:
    report: dict[str, dict[str, str]] = doctor("doctor", "--json", ATOM_XERO_DATABASE_URL=url).data
    return report


def test_the_command_makes_both_roles(postgres_server: Server, made: Make, tmp_path: Path) -> None:
    """And says what is left to do; SQLite has none."""
    name, roles, admin = made()
    command = terminal(tmp_path / "home")
    done = command(
        "db", "upgrade", "--roles", "--owner-role", roles.owner, "--app-role", roles.app, "--json",
        ATOM_XERO_DATABASE_URL=admin,
    )  # fmt: skip
    sqlite = command("db", "upgrade", "--roles", "--json")

    assert (done.code, done.data["app_role"]) == (0, roles.app)
    assert (sqlite.code, sqlite.data["error"]["code"]) == (1, "configuration")
    assert _report(command, postgres_server.url(name, roles.app))["facts"]["database role"].endswith("rows alone")
