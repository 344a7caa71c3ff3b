"""What tests of skills share: asking, and checking into the sandbox's books."""

from __future__ import annotations

from typing import Any

from atom_xero_plugin.testing import House

LINE = {"description": "Consulting", "quantity": "2", "unit_amount": "150.00", "account": "200"}


async def result(house: House, skill: str, /, **arguments: Any) -> dict[str, Any]:
    """What a skill that reads answers."""
    answer = await house.call(skill, **arguments)
    assert answer["success"] is True, answer["error"]
    found: dict[str, Any] = answer["result"]
    return found


async def plan(house: House, skill: str, /, **arguments: Any) -> dict[str, Any]:
    """The plan of a skill that writes; nothing is executed."""
    answer = await house.call(skill, **arguments)
    assert answer["error"]["code"] == "approval_needed", answer["error"]
    proposed: dict[str, Any] = answer["plan"]
    return proposed


async def done(house: House, skill: str, /, **arguments: Any) -> dict[str, Any]:
    """What a skill that writes answers once a person has approved its plan."""
    answer = await house.do(skill, **arguments)
    assert answer["success"] is True, answer["error"]
    assert answer["plan"]["state"] == "verified"
    written: dict[str, Any] = answer["result"]
    return written


async def refused(house: House, skill: str, /, **arguments: Any) -> dict[str, Any]:
    """The error of a call that is refused without any write."""
    before = writes(house)
    answer = await house.call(skill, **arguments)
    assert answer["success"] is False
    assert answer["error"]["code"] != "approval_needed", answer["plan"]["summary"]
    assert writes(house) == before
    error: dict[str, Any] = answer["error"]
    return error


def warned(proposed: dict[str, Any]) -> list[str]:
    """The codes of a plan's warnings."""
    return [caution["code"] for caution in proposed["warnings"]]


def paths(error: dict[str, Any]) -> list[str]:
    """The fields that an error names."""
    return [field["path"] for field in error["fields"]]


def rows(house: House, plural: str, **requested: Any) -> list[dict[str, Any]]:
    """The records in the first organisation's books that have these values."""
    table = house.sandbox.organisations[house.organisation].tables[plural]
    return [row for row in table.rows.values() if all(row.get(name) == value for name, value in requested.items())]


def row(house: House, plural: str, **requested: Any) -> dict[str, Any]:
    """The first of them."""
    return rows(house, plural, **requested)[0]


def change(house: House, plural: str, record: dict[str, Any], **values: Any) -> None:
    """Change a record behind the plugin's back."""
    house.sandbox.organisations[house.organisation].tables[plural].put({**record, **values})


def writes(house: House) -> int:
    """How many calls that write have reached Xero's APIs."""
    counts = house.sandbox.requests.counts
    return sum(count for call, count in counts.items() if ".xro/" in call and not call.startswith("GET"))
