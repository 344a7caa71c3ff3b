"""Names that look alike, or that stand for two contacts, never lead to the wrong one in silence."""

from __future__ import annotations

from typing import Any

import pytest

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def contacts(house: House) -> list[dict[str, Any]]:
    return list(house.sandbox.organisations[house.organisation].tables["Contacts"].rows.values())


async def test_a_name_that_is_anothers_account_number_names_neither(house: House) -> None:
    """Xero's search does not check account numbers: the name alone would be found."""
    known = next(each for each in contacts(house) if each.get("AccountNumber"))
    await house.do("create_contact", name=known["AccountNumber"])

    answer = await house.call("archive_contact", contact=known["AccountNumber"].lower())

    assert answer["error"]["code"] == "ambiguous"
    assert {each["name"] for each in answer["error"]["candidates"]} == {known["Name"], known["AccountNumber"]}


@pytest.mark.parametrize("name", ["Kauri Grove\u200b Cafe", "Kauri\u00ad Grove Cafe", "\ufeffKauri Grove Cafe\u202e"])
async def test_a_name_that_differs_by_what_nobody_sees_is_that_name(house: House, name: str) -> None:
    """No duplicate of it is made, and it is found under it."""
    refused = await house.call("create_contact", name=name)
    asked = await house.call("archive_contact", contact=name)

    assert refused["error"]["code"] == "conflict"
    assert asked["plan"]["party"] == "Kauri Grove Cafe"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("CAFE NOIR", "possible_duplicate"),
        ("Cafe\u0300 Noir Ltd", None),
        ("\u0421af\u00e9 Noir", "mixed_alphabets"),
        ("Caf\u00e9 N\u03bfir", "mixed_alphabets"),
        ("\u041c\u043e\u0441\u043a\u0432\u0430 Trade", None),
        ("\u03a9mega", "mixed_alphabets"),
    ],
)
async def test_a_new_name_that_looks_like_another_is_warned_about(house: House, name: str, code: str | None) -> None:
    """By accents, or by letters of another alphabet within a word; two words of two alphabets are ordinary."""
    await house.do("create_contact", name="Caf\u00e9 Noir")

    plan = (await house.call("create_contact", name=name))["plan"]

    codes = {each["code"] for each in plan["warnings"]}
    assert code is None or code in codes
    assert ("mixed_alphabets" in codes) == (code == "mixed_alphabets")


async def test_what_a_person_reads_is_what_is_sent(house: House) -> None:
    """What nobody sees is not sent either: in names, e-mails, addresses, references and lines."""
    unseen = "\u200b\u202e\u2066"
    done = await house.do(
        "create_contact", name=f"Ngaio {unseen}Florist", email=f"a{unseen}@ngaio.example", phone=f"04{unseen} 55",
        address={"lines": [f"1 {unseen}Road"], "city": f"{unseen}Ngaio"},
        persons=[{"first_name": f"{unseen}Ann", "last_name": f"Lee{unseen}"}],
    )  # fmt: skip
    line = {"description": f"a{unseen}b\nc", "quantity": "1", "unit_amount": "9", "account": "200"}
    made = await house.do(
        "create_invoice", contact="Ngaio Florist", lines=[line], due_in_days=5, reference=f"PO{unseen}1"
    )

    assert done["success"], done
    assert made["success"], made
    books = house.sandbox.organisations[house.organisation].tables
    written = repr([next(reversed(books[kind].rows.values())) for kind in ("Contacts", "Invoices")])
    assert [each for each in ("u200b", "u202e", "u2066") if each in ascii(written)] == []
    assert "ab\\nc" in written
