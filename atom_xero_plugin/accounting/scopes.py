"""Scopes that a call needs only by what it is asked for, such as the kind of record it is about."""

from __future__ import annotations

from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import ScopeMissing


def require(ctx: Context, *scopes: str) -> None:
    """Raises ScopeMissing, with the scope named, where the connection was not given one of these."""
    lacking = missing(ctx.connections[0].scopes, [scope for scope in scopes if scope])
    if lacking:
        raise ScopeMissing(
            f"This needs the Xero scope {', '.join(lacking)}, which this connection was not given.",
            scopes=lacking,
        )
