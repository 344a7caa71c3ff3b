"""For a write an exact name, number or id decides and nothing else; a read that assumes says so."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.altered_answers import alter, instead
from support.asking import LINE, change, done, paths, plan, refused, result, row, rows, warned
from support.invoices import CLINIC, made

from atom_xero_plugin.accounting.resolve.contacts import CONTACT_NAMES
from atom_xero_plugin.accounting.resolve.resolver import casefolded, unaccented
from atom_xero_plugin.core.words import begins_words
from atom_xero_plugin.sandbox.resources.currencies import add_currency
from atom_xero_plugin.testing import House
from atom_xero_plugin.xero.records.contacts import Contact

pytestmark = pytest.mark.anyio
ODD = ['Smith "Bob" & Sons', "Back\\slash Ltd", '"', "O'Neil; DROP", "a, b #1 100% + c", "Café “Nord”", "x" * 255]
SYNTAX = httpx2.Response(
    400, headers={"content-type": "application/json"},
    content=json.dumps({"ErrorNumber": 16, "Type": "QueryParseException", "Message": "Syntax error"}),
)  # fmt: skip


def strict(house: House) -> None:
    """Xero has no form for a quotation mark or backslash inside a text of `where`."""

    def on(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        where = request.url.params.get("where", "")
        return SYNTAX if "\\" in where or where.count('"') % 2 else answer

    alter(house, "where=", on)


async def contact(house: House, name: str, **more: Any) -> str:
    made = await done(house, "create_contact", name=name, **more)
    found: str = made["contact"]["id"]
    return found


STATEMENT = {"statement": "Date,Amount,Payee\n2026-06-15,690.00,PAYMENT BY A\n2026-06-16,-12.50,ACCOUNT FEE\n"}
WRITES: list[tuple[str, dict[str, Any]]] = [
    ("archive_contact", {}),
    ("change_contact", {"first_name": "Ann"}),
    ("create_invoice", {"lines": [LINE], "due_in_days": 7}),
    ("create_bill", {"lines": [LINE | {"account": "404"}], "due_in_days": 7}),
]


@pytest.mark.parametrize(("skill", "more"), WRITES)
async def test_no_write_takes_a_contact_that_is_not_named_exactly(
    house: House, skill: str, more: dict[str, Any]
) -> None:
    """A single hit that was no exact name was taken without a word."""
    gold = await contact(house, "Goldsmith Ltd", email="gold@smith.example", account_number="GS-1")

    for asked in ("Smith Ltd", "Goldsmith", "gold@smith", "smith.example", "Goldsmith Ltd."):
        error = await refused(house, skill, contact=asked, **more)
        assert paths(error) == ["/contact"]
        assert gold in [each["id"] for each in error["candidates"]]
        assert gold in error["hint"] + error["fields"][0]["message"]


async def test_an_exact_name_address_number_or_id_decides(house: House) -> None:
    """Without letter case, accents and blanks that say nothing."""
    more = {"email": "gold@smith.example", "account_number": "GS-1", "contact_number": "ERP 7"}
    gold = await contact(house, "Goldsmith Ltd", **more)

    for asked in ("goldsmith  LTD", "gold@SMITH.example", "GS-1", "erp 7", "G\u00f6ldsmith Ltd", gold):
        proposed = await plan(house, "archive_contact", contact=asked)
        assert proposed["summary"] == "Archive the contact Goldsmith Ltd."


async def test_two_that_are_named_alike_are_listed(house: House) -> None:
    """One by its name, one by its number: neither is taken."""
    await contact(house, "1000")
    await contact(house, "Thousand Ltd", contact_number="1000")

    error = await refused(house, "archive_contact", contact="1000")

    assert (error["code"], sorted(each["name"] for each in error["candidates"])) == (
        "ambiguous",
        ["1000", "Thousand Ltd"],
    )


@pytest.mark.parametrize("skill", ["find_invoices", "show_report"])
async def test_a_read_that_takes_a_contact_by_its_beginning_says_so_in_a_field(house: House, skill: str) -> None:
    """Only the one whose words begin like the text; a piece of a word is no name."""
    more = {} if skill == "find_invoices" else {"report": "aged_receivables"}
    gold = await contact(house, "Goldsmith Ltd")

    reported = await result(house, skill, contact="gold", **more)

    assert reported["assumed"] == [{"field": "contact", "asked": "gold", "id": gold, "name": "Goldsmith Ltd"}]
    assert "assumed" not in await result(house, skill, contact="Goldsmith Ltd", **more)
    error = await refused(house, skill, contact="smith ltd", **more)
    assert gold in [each["id"] for each in error["candidates"]]
    await contact(house, "Gold Rush")
    assert (await refused(house, skill, contact="gold", **more))["code"] == "ambiguous"


async def test_an_invoice_is_written_by_its_number_and_read_by_its_reference_too(house: House) -> None:
    """A reference is the customer's, and need not be of one document."""
    invoice = await made(house, reference="Harvest 7")

    error = await refused(house, "void_invoice", invoice="Harvest 7")
    assert [each["id"] for each in error["candidates"]] == [invoice["id"]]
    reported = await result(house, "show_invoice", invoice="harvest 7")
    assert reported["invoice"]["lines"]
    assert reported["assumed"][0]["name"] == invoice["number"]
    part = invoice["number"][:-1]
    assert (await refused(house, "change_invoice", invoice=part, reference="x"))["code"] in {"not_found", "ambiguous"}


@pytest.mark.parametrize(
    ("skill", "more", "field"),
    [
        ("record_payment", {"invoice": "INV-0151"}, "account"),
        ("change_bank_account", {"name": "New name"}, "account"),
        ("archive_bank_account", {}, "account"),
        ("reconcile_statement", STATEMENT, "account"),
    ],
)
async def test_no_write_takes_part_of_an_accounts_name(
    house: House, skill: str, more: dict[str, Any], field: str
) -> None:
    """A bank account neither."""
    account = row(house, "Accounts", Code="090")

    error = await refused(house, skill, **more, **{field: account["Name"].split()[0]})

    assert account["AccountID"] in [each["id"] for each in error["candidates"]]
    assert error["candidates"][0]["kind"] == "account"


async def test_a_bank_account_is_named_by_its_number_too(house: House) -> None:
    """As banks print it, with or without what parts it."""
    account = row(house, "Accounts", Code="090")

    proposed = await plan(house, "change_bank_account", account=account["BankAccountNumber"], name="Till")

    assert proposed["before"]["name"] == account["Name"]


@pytest.mark.parametrize("field", ["account", "tax", "item"])
async def test_no_line_takes_part_of_a_name(house: House, field: str) -> None:
    """Of an account, a tax rate or an item."""
    part = {"account": "Sale", "tax": "15% GST on", "item": "BOO"}[field]

    error = await refused(house, "create_invoice", contact=CLINIC, lines=[LINE | {field: part}], due_in_days=7)

    assert paths(error) == [f"/lines/0/{field}"]


async def test_an_exact_name_among_very_many_hits_is_found(house: House) -> None:
    """A page of hits is not all of them."""
    books = house.sandbox.organisations[house.organisation]
    like = row(house, "Contacts", Name=CLINIC)
    for number in range(130):
        shown = {"Name": f"Acme {number:03}", "EmailAddress": f"a{number}@acme.example", "ContactNumber": ""}
        copy = {k: v for k, v in like.items() if k not in {"ContactNumber", "AccountNumber"}}
        books.tables["Contacts"].put({**copy, **shown, "ContactID": f"00000000-0000-4000-8000-{number:012}"})
    whole = {**copy, "Name": "Acme", "EmailAddress": "", "ContactID": "00000000-0000-4000-8000-000000009999"}
    books.tables["Contacts"].put(whole)
    odd = {**whole, "Name": 'Acme "A"', "ContactID": "00000000-0000-4000-8000-000000009998"}
    books.tables["Contacts"].put(odd)

    for asked in ("acme", 'acme "a"', "A129@acme.example"):
        proposed = await plan(house, "archive_contact", contact=asked)
        assert casefolded(asked) in casefolded(str(proposed["before"]))
    error = await refused(house, "archive_contact", contact="acm")
    assert len(error["candidates"]) == 20


async def test_an_exact_name_that_cannot_be_asked_for_is_checked_for_on_every_page(house: House) -> None:
    """Xero has no form for a quotation mark, so only the names of all hits tell."""
    contacts = house.sandbox.organisations[house.organisation].tables["Contacts"]
    like = {k: v for k, v in row(house, "Contacts", Name=CLINIC).items() if k not in {"ContactNumber", "AccountNumber"}}
    names = [*(f'A {number:03} Acme "B"' for number in range(130)), 'Acme "B"']
    for number, name in enumerate(names):
        contacts.put({**like, "Name": name, "EmailAddress": "", "ContactID": f"00000000-0000-4000-8000-{number:012}"})

    proposed = await plan(house, "archive_contact", contact='acme "b"')

    assert proposed["before"]["name"] == 'Acme "B"'


async def test_of_one_name_the_contact_in_use_is_found_behind_any_number_of_hits(house: House) -> None:
    """The archived one stands on the first page of them, the other on the second."""
    contacts = house.sandbox.organisations[house.organisation].tables["Contacts"]
    like = {k: v for k, v in row(house, "Contacts", Name=CLINIC).items() if k not in {"ContactNumber", "AccountNumber"}}
    names = ["ACME", *(f"Acme {number:03}" for number in range(130)), "acme"]
    for number, name in enumerate(names):
        identity = f"00000000-0000-4000-8000-{number:012}"
        status = "ARCHIVED" if name == "ACME" else "ACTIVE"
        contacts.put({**like, "Name": name, "EmailAddress": "", "ContactID": identity, "ContactStatus": status})

    proposed = await plan(house, "archive_contact", contact="Acme")

    assert proposed["before"]["name"] == "acme"


async def test_one_contacts_name_that_is_anothers_account_number_is_asked_about(house: House) -> None:
    """Xero's search does not check account numbers."""
    named = await contact(house, "C-1001")
    await done(house, "create_contact", name="Ngaio Florist", account_number="C-1001")

    error = await refused(house, "archive_contact", contact="C-1001")

    assert error["code"] == "ambiguous"
    assert named in {each["id"] for each in error["candidates"]}
    assert len(error["candidates"]) == 2


async def test_a_name_with_odd_characters_is_made_found_and_changed(house: House) -> None:
    """Xero has no form for some of them in a question, so they were neither created nor changed."""
    strict(house)
    for name in ODD:
        await contact(house, name)
        await done(house, "change_contact", contact=name, first_name="Ann")
        invoice = await done(house, "create_invoice", contact=name, lines=[LINE], due_in_days=7, reference=name)
        assert (await refused(house, "create_contact", name=name))["code"] == "conflict"
        reported = await result(house, "find_invoices", reference=name)
        assert [each["id"] for each in reported["items"]] == [invoice["invoice"]["id"]]
        assert len((await result(house, "find_contacts", name=name))["items"]) == 1
        again = await plan(house, "create_invoice", contact=name, lines=[LINE], due_in_days=7, reference=name)
        assert "possible_duplicate" in warned(again)


@pytest.mark.parametrize(
    "answer",
    [SYNTAX, httpx2.Response(503, content=b"offline"), httpx2.Response(403, content=b"no"), httpx2.Response(404),
     httpx2.Response(200, content=b"<html>")],
)  # fmt: skip
async def test_a_look_that_only_serves_a_warning_never_stops_the_work(house: House, answer: httpx2.Response) -> None:
    """It is reported that nothing could be compared."""
    instead(house, r"/Contacts\?.*(where=|searchTerm=)", answer)
    proposed = await plan(house, "create_contact", name="Fresh Ltd", email="a@b.example", account_number="F-1")
    assert "not_compared" in warned(proposed)
    assert (await house.carry_out(proposed))["success"] is True

    instead(house, r"/Invoices\?.*ContactIDs=", answer)
    owner = rows(house, "Contacts", Name="Fresh Ltd")[0]["ContactID"]
    invoice = await plan(house, "create_invoice", contact=owner, lines=[LINE], due_in_days=7)
    assert "not_compared" in warned(invoice)


async def test_a_merged_contact_names_the_one_that_it_became(house: House) -> None:
    """It was reported as archived, with advice that cannot work."""
    old, middle, new = [await contact(house, name) for name in ("Old Ltd", "Middle Ltd", "New Ltd")]
    for gone, into in ((old, middle), (middle, new)):
        record = row(house, "Contacts", ContactID=gone)
        change(house, "Contacts", record, ContactStatus="ARCHIVED", MergedToContactID=into)

    for skill, more in WRITES:
        error = await refused(house, skill, contact="Old Ltd", **more)
        assert (error["code"], [each["id"] for each in error["candidates"]]) == ("conflict", [new])
        assert "New Ltd" in error["message"]
        assert "Restore" not in error["hint"]
    reported = await result(house, "find_invoices", contact="Old Ltd")
    assert [each["id"] for each in reported["assumed"]] == [new]


@pytest.mark.parametrize("field", ["account_number", "contact_number"])
async def test_a_number_of_another_contact_is_refused_at_once(house: House, field: str) -> None:
    """Xero refuses it, archived or not, once somebody has approved it."""
    taken = await contact(house, "First Ltd", **{field: 'N"1'})
    for _ in ("active", "archived"):
        for skill, about in (("create_contact", {"name": "Second Ltd"}), ("change_contact", {"contact": CLINIC})):
            error = await refused(house, skill, **about, **{field: 'n"1'})
            assert (error["code"], paths(error)) == ("conflict", [f"/{field}"])
            assert [each["id"] for each in error["candidates"]] == [taken]
        await house.do("archive_contact", contact=taken)


async def test_a_contact_keeps_its_own_number(house: House) -> None:
    """Only another's is taken."""
    await contact(house, "First Ltd", account_number="N1", contact_number="C1")
    await done(
        house, "change_contact", contact="First Ltd", account_number="N1", contact_number="C1", first_name="Ann"
    )  # fmt: skip


@pytest.mark.parametrize("approve", [False, True])
@pytest.mark.parametrize("skill", ["create_invoice", "change_invoice"])
async def test_the_number_of_a_voided_or_deleted_invoice_is_refused_at_once(
    house: House, skill: str, approve: bool
) -> None:
    """It was cautioned about, then refused by Xero."""
    gone = await made(house, approve=approve)
    await done(house, "void_invoice", invoice=gone["id"])
    if skill == "create_invoice":
        asked: dict[str, Any] = {"contact": CLINIC, "lines": [LINE], "invoice_number": gone["number"].lower()}
    else:
        asked = {"invoice": (await made(house))["id"], "number": gone["number"]}

    error = await refused(house, skill, **asked)

    assert (error["code"], error["candidates"][0]["id"]) == ("conflict", gone["id"])
    assert "keeps its number" in error["message"]


@pytest.mark.parametrize(
    ("skill", "asked"),
    [
        ("create_invoice", {"contact": CLINIC, "lines": [LINE], "due_in_days": 5}),
        ("create_bill", {"contact": CLINIC, "lines": [LINE], "due_in_days": 5}),
        ("create_contact", {"name": "Fresh Ltd"}),
        ("change_contact", {"contact": CLINIC}),
    ],
)
async def test_a_currency_that_is_not_in_use_is_refused_at_once(
    house: House, skill: str, asked: dict[str, Any]
) -> None:
    """One that is, is not."""
    error = await refused(house, skill, **asked, currency="JPY")
    assert (error["code"], paths(error)) == ("conflict", ["/currency"])

    add_currency(house.sandbox.organisations[house.organisation], "JPY")
    assert await plan(house, skill, **asked, currency="JPY")


@pytest.mark.parametrize("skill", ["create_invoice", "approve_invoice", "void_invoice"])
async def test_a_day_that_is_closed_to_everyone_is_refused_at_once(house: House, skill: str) -> None:
    """One that is closed to all but advisers is warned of: only Xero knows who is one."""
    invoice = await made(house, approve=skill == "void_invoice")
    organisation = row(house, "Organisations")
    asked: dict[str, Any] = {"invoice": invoice["id"]}
    if skill == "create_invoice":
        asked = {"contact": CLINIC, "lines": [LINE], "due_in_days": 5, "approve": True}
    change(house, "Organisations", organisation, PeriodLockDate="2026-06-16")
    house.sandbox.clock.advance(90_000)
    if skill == "create_invoice":
        asked["date"] = "2026-06-16"
    assert "lock_date" in warned(await plan(house, skill, **asked))

    change(house, "Organisations", row(house, "Organisations"), EndOfYearLockDate="2026-06-16")
    house.sandbox.clock.advance(90_000)
    error = await refused(house, skill, **asked)
    assert error["code"] == "conflict"
    assert "closed to everyone" in error["message"]


NAMES = st.text('abcS é"\\-.1', min_size=1, max_size=12)


@given(st.lists(NAMES, max_size=6), NAMES)
def test_what_is_taken_for_a_name_always_has_exactly_that_name(names: list[str], asked: str) -> None:
    """Whatever names there are."""
    there = [Contact(contact_id=str(number), name=name) for number, name in enumerate(names)]

    found = CONTACT_NAMES.exact(asked, there)

    same = [each for each in there if casefolded(each.name) == casefolded(asked) != ""]
    assert all(unaccented(each.name) == unaccented(asked) != "" for each in found)
    assert bool(found) or not same
    assert not same or all(each in same for each in found)
    assert all(begins_words(asked, each.name) for each in CONTACT_NAMES.likely(asked, there))
