"""What a person reads of a plan before they approve it."""

from __future__ import annotations

from atom_xero_plugin.interfaces.plan_diff import changes


def test_a_new_record_is_reported_whole_without_ids_and_addresses() -> None:
    """Money with its currency, a list of words in one line, a line of a document by all its parts."""
    after = {
        "id": "x",
        "contact": {"id": "y", "name": "Acme"},
        "total": {"amount": "10.00", "currency": "NZD"},
        "reasons": ["same amount", "name found"],
        "lines": [{"quantity": "2", "account": "200"}],
        "sent": False,
    }

    assert list(changes(None, after)) == [
        "contact name: Acme",
        "total: NZD 10.00",
        "reasons: same amount; name found",
        "lines 1: quantity 2, account 200",
        "sent: no",
    ]


def test_only_what_becomes_other_than_it_is_is_reported() -> None:
    """With what it was; what goes away too."""
    before = {"name": "Acme", "email": "a@acme.example", "phone": "1"}
    after = {"name": "Acme", "email": "b@acme.example", "phone": None}

    assert list(changes(before, after)) == ["email: a@acme.example → b@acme.example", "phone: 1 → nothing"]
