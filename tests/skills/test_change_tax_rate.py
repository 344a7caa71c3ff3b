"""What change_tax_rate promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_the_per_cent_of_one_component_is_changed_and_the_rest_stays(house: House) -> None:
    """Its type stays, and what reports count it as."""
    written = (await done(house, "change_tax_rate", tax="Local levy", percent="4.25"))["tax_rate"]

    assert (written["id"], written["name"], written["percent"]) == ("TAX001", "Local levy", "4.25")
    assert row(house, "TaxRates", TaxType="TAX001")["ReportTaxType"] == "OUTPUT"


async def test_a_name_is_changed_by_itself(house: House) -> None:
    """All components are sent again, as Xero wants it."""
    before = row(house, "TaxRates", TaxType="TAX001")["TaxComponents"]
    proposed = await plan(house, "change_tax_rate", tax="TAX001", name="City levy")
    answer = await house.carry_out(proposed)

    stored = row(house, "TaxRates", TaxType="TAX001")
    assert (stored["Name"], stored["TaxComponents"]) == ("City levy", before)
    assert warned(proposed) == []
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["result"]["tax_rate"]["name"] == "Local levy"


async def test_a_component_is_added_to_all_that_there_are(house: House) -> None:
    """That cannot be undone; one that is left out is refused."""
    both = [{"name": "local levy", "percent": "3"}, {"name": "Harbour", "percent": "1"}]
    proposed = await plan(house, "change_tax_rate", tax="TAX001", components=both)

    assert (warned(proposed), proposed["undo"]) == (["from_now_on", "no_undo"], None)
    assert (await house.carry_out(proposed))["result"]["tax_rate"]["percent"] == "4"
    error = await refused(house, "change_tax_rate", tax="TAX001", components=both[1:])
    assert (paths(error), "Local levy" in error["message"]) == (["/components"], True)
    assert paths(await refused(house, "change_tax_rate", tax="TAX001", percent="5")) == ["/percent"]


async def test_xeros_own_rates_and_those_out_of_use_are_refused(house: House) -> None:
    """Before Xero is asked to write."""
    own = await refused(house, "change_tax_rate", tax="OUTPUT2", percent="12")
    change(house, "TaxRates", row(house, "TaxRates", TaxType="TAX001"), Status="ARCHIVED")
    gone = await refused(house, "change_tax_rate", tax="TAX001", percent="12")

    assert [(each["code"], paths(each)) for each in (own, gone)] == [("conflict", ["/tax"])] * 2


async def test_nothing_new_and_a_name_that_is_taken_are_refused(house: House) -> None:
    """Nothing is planned."""
    assert paths(await refused(house, "change_tax_rate", tax="TAX001", percent="3.00")) == [""]
    assert paths(await refused(house, "change_tax_rate", tax="TAX001", name="No GST")) == ["/name"]


async def test_a_rate_that_somebody_changed_meanwhile_is_left_alone(house: House) -> None:
    """Xero says of none when it changed last, so it is read again."""
    proposed = await plan(house, "change_tax_rate", tax="TAX001", percent="4")
    change(house, "TaxRates", row(house, "TaxRates", TaxType="TAX001"), Name="Town levy")

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "TaxRates", TaxType="TAX001")["EffectiveRate"] == 3
