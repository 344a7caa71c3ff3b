"""Runs the migrations on the connection it is handed, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from atom_xero_plugin.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds it all; SQLite's driver begins none of its own here
)
context.run_migrations()
