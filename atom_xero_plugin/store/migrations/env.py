"""Runs the migrations on the connection it is handed, in that connection's transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds it all; SQLite's driver begins none of its own here
)
context.run_migrations()
