"""What create_tax_rate promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
NEW = {"name": "Reduced GST", "percent": "9.5", "reported_as": "OUTPUT"}


async def test_a_rate_of_one_component_is_created_and_xero_gives_its_type(house: House) -> None:
    """The component has the rate's name."""
    written = (await done(house, "create_tax_rate", **NEW))["tax_rate"]

    assert (written["id"], written["percent"], written["reported_as"]) == ("TAX002", "9.5", "OUTPUT")
    (part,) = row(house, "TaxRates", TaxType="TAX002")["TaxComponents"]
    assert (part["Name"], str(part["Rate"])) == ("Reduced GST", "9.5000")


async def test_a_rate_of_several_components_counts_compound_ones_on_top(house: House) -> None:
    """Ten, and five on top of it all."""
    parts = [{"name": "State", "percent": "10"}, {"name": "City.|x", "percent": "5", "compound": True}]
    written = await done(house, "create_tax_rate", name="Both", components=parts, reported_as="INPUT")

    assert written["tax_rate"]["percent"] == "15.5"
    assert [each["name"] for each in written["tax_rate"]["components"]] == ["State", "City.|x"]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"reported_as": None}, "/reported_as"),
        ({"reported_as": "INPUTTAXED"}, "/reported_as"),
        ({"percent": None}, "/percent"),
        ({"components": [{"name": "A", "percent": "1"}]}, "/components"),
        ({"percent": None, "components": [{"name": "A", "percent": "1"}, {"name": "a", "percent": "2"}]},
         "/components/1/name"),
        ({"name": " "}, "/name"),
        ({"name": "local LEVY"}, "/name"),
    ],
)  # fmt: skip
async def test_what_xero_would_refuse_is_refused_before(house: House, given: dict[str, object], path: str) -> None:
    """With the argument; what reports count it as is needed in New Zealand, and has its own words there."""
    arguments = {name: value for name, value in (NEW | given).items() if value is not None}

    assert paths(await refused(house, "create_tax_rate", **arguments)) == [path]


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """It is found again in the list."""
    proposed = await plan(house, "create_tax_rate", **NEW)
    house.sandbox.faults.add(kind="drop_after_write", match="/TaxRates", method="PUT", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert len(rows(house, "TaxRates", Name="Reduced GST")) == 1


async def test_it_is_undone_by_deleting_it(house: House) -> None:
    """No line has it yet."""
    answer = await house.carry_out(await plan(house, "create_tax_rate", **NEW))

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True
    assert row(house, "TaxRates", Name="Reduced GST")["Status"] == "DELETED"
