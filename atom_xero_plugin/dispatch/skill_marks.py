"""Which skills lack a scope for one caller: read once for a whole list, in every interface."""

from __future__ import annotations

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.scope_marks import ScopeMarks
from atom_xero_plugin.catalogue.context import Caller


async def marks_for(runtime: App, caller: Caller) -> ScopeMarks:
    """What the connections that a caller may use do not allow; one without the right to read learns of none."""
    within = caller.limits.organisations
    known = await runtime.connections.of_workspace(caller.workspace_id) if caller.may("read") else []
    mine = [each for each in known if each.state == "connected" and (within is None or each.tenant_id in within)]
    return ScopeMarks(runtime.settings, [each.scopes for each in mine])
