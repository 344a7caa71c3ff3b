"""What archive_bank_account promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, warned, writes

from atom_xero_plugin.sandbox.api import listing
from atom_xero_plugin.sandbox.resources.bank_transactions_rows import add_bank_transaction
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def made(house: House) -> str:
    """A bank account that was never used."""
    answer = await done(house, "create_bank_account", name="Till", number="12-3456-0789012-51")
    identity: str = answer["account"]["id"]
    return identity


async def test_one_that_was_used_is_archived_and_its_history_stays(house: House) -> None:
    """Nothing new can be booked on it."""
    entries = len(rows(house, "BankTransactions"))

    answer = await done(house, "archive_bank_account", account="090")

    assert (answer["deleted"], answer["account"]["archived"]) == (False, True)
    assert row(house, "Accounts", Code="090")["Status"] == "ARCHIVED"
    assert len(rows(house, "BankTransactions")) == entries


async def test_one_that_was_never_used_is_deleted_if_that_is_asked_for(house: House) -> None:
    """The plan says so, and that it is final; Xero has it no more."""
    identity = await made(house)

    proposed = await plan(house, "archive_bank_account", account=identity, delete=True)
    answer = await house.carry_out(proposed)

    assert proposed["summary"].startswith("Delete the bank account Till: nothing was found booked on it")
    assert ("final" in warned(proposed), proposed["undo"]) == (True, None)
    assert answer["plan"]["state"] == "verified"
    assert answer["result"]["deleted"] is True
    assert answer["result"]["account"]["name"] == "Till"
    assert rows(house, "Accounts", AccountID=identity) == []


async def test_one_that_was_never_used_is_archived_unless_asked_otherwise(house: House) -> None:
    """The person syncs that it could be deleted."""
    identity = await made(house)

    proposed = await plan(house, "archive_bank_account", account=identity)

    assert "never_used" in warned(proposed)
    assert (await house.carry_out(proposed))["result"]["deleted"] is False


@pytest.mark.parametrize("used_by", ["payment", "deleted payment", "bank transaction"])
async def test_one_that_was_used_is_archived_even_if_deleting_was_asked_for(house: House, used_by: str) -> None:
    """The plan says which it will be, and why."""
    identity = await made(house)
    if used_by == "bank transaction":
        books = house.sandbox.organisations[house.organisation]
        contact = next(iter(books["Contacts"].rows.values()))
        add_bank_transaction(books, {"Type": "SPEND", "Contact": contact, "BankAccount": {"AccountID": identity},
                                       "LineItems": [{"Description": "x", "AccountCode": "445"}]})  # fmt: skip
    else:
        unpaid = next(each for each in rows(house, "Invoices", Status="AUTHORISED") if not each["AmountPaid"])
        paid = await done(house, "record_payment", invoice=unpaid["InvoiceID"], account=identity, amount="1.00")
        if used_by == "deleted payment":
            await done(house, "reverse_payment", payment=paid["payment"]["id"])

    proposed = await plan(house, "archive_bank_account", account=identity, delete=True)
    answer = await house.carry_out(proposed)

    assert proposed["summary"].startswith("Archive")
    assert "it was used" in proposed["summary"]
    assert "not_deleted" in warned(proposed)
    assert answer["result"]["deleted"] is False
    assert row(house, "Accounts", AccountID=identity)["Status"] == "ARCHIVED"


async def test_what_only_xero_knows_keeps_xeros_reason(house: House) -> None:
    """An opening balance is no transaction that can be looked up; Xero refuses, and nothing is said to be done."""
    opened = row(house, "Accounts", Code="091")
    books = house.sandbox.organisations[house.organisation]
    for plural, field in (("BankTransactions", "BankAccount"), ("Payments", "Account")):
        table = books.tables[plural]
        for each in [each for each in table.rows.values() if each[field]["AccountID"] == opened["AccountID"]]:
            table.remove(each[table.id_field])

    answer = await house.do("archive_bank_account", account="091", delete=True)

    assert (answer["success"], answer["error"]["code"]) == (False, "xero_refused")
    assert "has transactions" in answer["error"]["message"]
    assert row(house, "Accounts", Code="091")["Status"] == "ACTIVE"


async def test_books_too_big_to_look_it_up_in_are_said_to_be(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Xero decides then; the person knows before."""
    identity = await made(house)
    monkeypatch.setattr(listing, "HIGH_VOLUME", 10)

    proposed = await plan(house, "archive_bank_account", account=identity, delete=True)

    assert "use_unknown" in warned(proposed)
    assert "nothing was found" not in proposed["summary"]
    assert (await house.carry_out(proposed))["result"]["deleted"] is True


async def test_undo_restores_an_archived_one(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("archive_bank_account", account="091")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    await house.carry_out(undo["plan"])

    assert row(house, "Accounts", Code="091")["Status"] == "ACTIVE"


async def test_a_deletion_whose_answer_was_lost_is_looked_up_and_not_sent_again(house: House) -> None:
    """The account is not there any more: it was executed."""
    identity = await made(house)
    proposed = await plan(house, "archive_bank_account", account=identity, delete=True)
    house.sandbox.faults.add(kind="drop_after_write", match="/Accounts/", method="DELETE", times=1)
    before = writes(house)

    answer = await house.carry_out(proposed)

    assert answer["plan"]["state"] == "verified", answer["error"]
    assert answer["result"] == {**answer["result"], "deleted": True}
    assert writes(house) == before + 1


async def test_a_deletion_that_never_arrived_is_not_called_done(house: House) -> None:
    """The account is as it was."""
    identity = await made(house)
    proposed = await plan(house, "archive_bank_account", account=identity, delete=True)
    house.sandbox.faults.add(kind="status", status=500, match="/Accounts/", method="DELETE", times=5)

    answer = await house.carry_out(proposed)

    assert answer["success"] is False
    assert row(house, "Accounts", AccountID=identity)["Status"] == "ACTIVE"


async def test_one_that_is_archived_is_said_to_be(house: House) -> None:
    """Nothing more can be done, unless it was never used."""
    await done(house, "archive_bank_account", account="090")
    unused = await made(house)
    await done(house, "archive_bank_account", account=unused)

    again = await refused(house, "archive_bank_account", account="090", delete=True)
    gone = await done(house, "archive_bank_account", account=unused, delete=True)

    assert again["code"] == "conflict"
    assert "it was used" in again["message"]
    assert gone["deleted"] is True


async def test_an_account_of_another_kind_or_of_xeros_own_is_refused(house: House) -> None:
    """Before anybody approves."""
    change(house, "Accounts", row(house, "Accounts", Code="091"), SystemAccount="BANKCURRENCYGAIN")

    other = await refused(house, "archive_bank_account", account="200")
    own = await refused(house, "archive_bank_account", account="091")

    assert (other["code"], paths(other)) == ("conflict", ["/account"])
    assert own["code"] == "conflict"
