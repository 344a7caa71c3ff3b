"""A read operation of Xero's API is found by words."""

from __future__ import annotations

import pytest

from atom_xero_plugin.testing import House
from atom_xero_plugin.xero.operations import operations

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("expense claims", "getExpenseClaims"),
        ("history of a quote", "getQuoteHistory"),
        ("getBudgets", "getBudgets"),
        ("which users are there", "getUsers"),
        ("attachments of an invoice", "getInvoiceAttachments"),
        ("aged payables by contact", "getReportAgedPayablesByContact"),
        ("vendor", "getContacts"),
    ],
)
async def test_words_find_an_operation(house: House, words: str, name: str) -> None:
    """The one that is meant stands first, with its path."""
    answer = await house.call("find_operations", words=words)

    assert answer["result"]["items"][0] == {"name": name, "path": operations()[name].path}


async def test_words_of_nothing_find_nothing(house: House) -> None:
    """An empty list, and no more than is asked for."""
    nothing = await house.call("find_operations", words="xyzzy")
    few = await house.call("find_operations", words="invoice", limit=2)

    assert nothing["result"]["items"] == []
    assert len(few["result"]["items"]) == 2


def test_the_list_is_of_read_operations_that_answer_json() -> None:
    """A hundred, each with a scope that Xero has; none answers a file, and none has an address of elsewhere."""
    from atom_xero_plugin.auth.scopes import KNOWN

    every = operations().values()
    assert len(every) == 100
    assert {each.scope for each in every} <= KNOWN
    assert not [
        each.path for each in every if "pdf" in each.path.casefold() or "://" in each.path or each.path[0] == "/"
    ]
    assert all(each.name.startswith("get") for each in every)
