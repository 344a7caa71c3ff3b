"""Which organisation a call is about: the one that was named, the only one, never silently the first."""

from __future__ import annotations

import pytest

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
STUDIO = "Harbour Street Studio Limited"


@pytest.mark.parametrize("named", [STUDIO, "harbour street STUDIO limited", "harbour", "Street  Studio", " studio "])
async def test_a_name_or_the_beginning_of_a_word_in_it_chooses(house: House, named: str) -> None:
    """Whatever the letters' size."""
    assert (await house.runtime.choose("default", named)).tenant_name == STUDIO


async def test_an_id_chooses(house: House) -> None:
    """The surest name."""
    assert (await house.runtime.choose("default", house.organisation)).tenant_id == house.organisation


@pytest.mark.parametrize("named", ["", "ha", "arbour", "imited", "%", "Harbour Street Studio Limited Two"])
async def test_what_is_no_name_chooses_nothing(house: House, named: str) -> None:
    """Too short, inside a word, or more than there is; the answer lists what is connected."""
    answer = await house.dispatch.call("find_accounts", {}, house.person, organisation=named)

    assert answer.plain()["error"]["code"] == "not_found"
    assert STUDIO in answer.plain()["error"]["hint"]


async def test_without_a_name_two_organisations_are_listed(house: House) -> None:
    """Never silently the first."""
    answer = await house.dispatch.call("find_accounts", {}, house.person)

    assert answer.plain()["error"]["code"] == "ambiguous"
    assert STUDIO in answer.plain()["error"]["fields"][0]["message"]
