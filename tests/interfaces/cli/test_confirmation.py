"""What is printed to be typed does no more than it says, whatever an organisation is called."""

from __future__ import annotations

import re
import shlex

import pytest
from sqlalchemy import update

from atom_xero_plugin.core.errors import ApprovalNeeded
from atom_xero_plugin.interfaces.cli.connect import _confirmed
from atom_xero_plugin.store.tables import connections
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("name", ["Harbour Street", 'Smith "& Sons"', "Cafe $(touch gone) $HOME", "O'Neill; rm -rf x"])
async def test_the_command_to_confirm_names_the_organisation_and_nothing_else(house: House, name: str) -> None:
    """A shell takes the name as one word, as it is."""
    async with house.runtime.store.write("default") as tx:
        which = connections.c.tenant_id == house.organisation
        await tx.execute(update(connections).where(which).values(tenant_name=name))

    with pytest.raises(ApprovalNeeded) as reported:
        await _confirmed(house.runtime, house.organisation, None, f"disconnect {house.organisation}")

    printed = re.search(r"`(.*)`", reported.value.hint)
    assert printed is not None
    assert shlex.split(printed.group(1)) == ["atom-xero", "disconnect", house.organisation, "--confirm", name]
    quoted = shlex.join(["--confirm", name])
    assert printed.group(1).endswith(quoted)
