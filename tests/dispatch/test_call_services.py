"""What only some skills need is made when it is asked for."""

from __future__ import annotations

import pytest

from atom_xero_plugin.accounting.files import Files
from atom_xero_plugin.catalogue.services import Services
from atom_xero_plugin.dispatch.call_services import services_of
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_each_service_is_of_the_type_that_it_is_asked_by(house: House) -> None:
    """Types stand there by their names, which nothing else checks."""
    makers = services_of(house.runtime, house.person, house.organisation)._makers

    assert {name: type(make()).__name__ for name, make in makers.items()} == {name: name for name in makers}


async def test_a_service_of_another_type_is_none() -> None:
    """A name alone does not make it the one that was asked for."""
    with pytest.raises(TypeError, match="this call has no Files"):
        Services({"Files": lambda: "files"}).get(Files)
