"""Scopes: what is asked for, and what covers what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.auth.scopes import KNOWN, LOGIN, PRESETS, covers, missing, resolve
from atom_xero_plugin.core.errors import FixSetup


def test_the_standard_preset_is_granular_and_can_be_refreshed() -> None:
    """New apps get no broad scope, and without offline_access a login lasts half an hour."""
    scopes = resolve("standard")

    assert "offline_access" in scopes
    assert not {"accounting.transactions", "accounting.reports.read"} & set(scopes)
    assert "accounting.reports.balancesheet.read" in scopes


def test_the_read_only_preset_writes_nothing() -> None:
    """Each scope next to the login's ends in .read."""
    assert all(scope.endswith(".read") for scope in resolve("read_only") if scope not in LOGIN)


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_custom_connection_asks_for_no_login_scope(preset: str) -> None:
    """It has no person; Xero refuses the whole request otherwise."""
    assert not set(LOGIN) & set(resolve(preset, custom=True))


def test_scopes_may_be_separated_by_spaces_or_commas() -> None:
    """And are asked for once."""
    text = "openid, accounting.contacts  accounting.contacts\naccounting.settings.read"

    assert resolve(text) == ["openid", "accounting.contacts", "accounting.settings.read"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("accounting.reports.balancesheets.read", "accounting.reports.balancesheet.read"),
        ("accounting.invoice", "accounting.invoices"),
        ("standart", None),
        ("accounting.contacts read_only", None),
        ("Accounting.Contacts", None),
        ("<script>", None),
    ],
)
def test_a_word_that_is_no_scope_is_named(text: str, meant: str | None) -> None:
    """Xero would refuse the whole login without saying which."""
    with pytest.raises(FixSetup, match="XERO_SCOPES holds") as caught:
        resolve(text)

    assert meant is None or meant in caught.value.message


@pytest.mark.parametrize("text", ["", "  ", ","])
def test_no_scope_at_all_is_refused(text: str) -> None:
    """With a sentence that says what to set."""
    with pytest.raises(FixSetup, match="names no scope"):
        resolve(text)


@pytest.mark.parametrize(
    ("granted", "needed", "enough"),
    [
        ("accounting.invoices", "accounting.invoices", True),
        ("accounting.invoices", "accounting.invoices.read", True),
        ("accounting.invoices.read", "accounting.invoices", False),
        ("accounting.transactions", "accounting.payments", True),
        ("accounting.transactions", "accounting.manualjournals.read", True),
        ("accounting.transactions.read", "accounting.banktransactions.read", True),
        ("accounting.transactions.read", "accounting.banktransactions", False),
        ("accounting.transactions", "accounting.contacts", False),
        ("accounting.reports.read", "accounting.reports.aged.read", True),
        ("accounting.reports.read", "accounting.reports.tenninetynine.read", False),
        ("accounting.reports.aged.read", "accounting.reports.read", False),
        ("accounting.contacts", "accounting.contacts.read", True),
        ("accounting.settings.read", "accounting.settings", False),
        ("accounting.journals.read", "accounting.journals.read", True),
        ("", "accounting.invoices", False),
    ],
)
def test_what_covers_what(granted: str, needed: str, enough: bool) -> None:
    """Writing includes reading; a broad scope includes what it was split into; nothing else."""
    assert covers(granted.split(), needed) is enough


def test_all_parts_of_a_broad_scope_are_as_good_as_it() -> None:
    """For a skill that still names a broad one."""
    parts = [f"accounting.{name}" for name in ("invoices", "payments", "banktransactions", "manualjournals")]

    assert covers(parts, "accounting.transactions")
    assert covers(parts, "accounting.transactions.read")
    assert not covers(parts[1:], "accounting.transactions")


@given(st.sets(st.sampled_from(sorted(KNOWN))), st.lists(st.sampled_from(sorted(KNOWN)), unique=True))
def test_what_is_missing_is_what_is_not_covered(granted: set[str], needed: list[str]) -> None:
    """And granting it leaves nothing missing."""
    lacking = missing(granted, needed)

    assert lacking == [scope for scope in needed if not covers(granted, scope)]
    assert missing(granted | set(lacking), needed) == []


@given(st.sampled_from(sorted(KNOWN)), st.sampled_from(sorted(KNOWN)))
def test_reading_never_covers_writing(granted: str, needed: str) -> None:
    """Whatever the scope is called."""
    if granted.endswith(".read") and not needed.endswith(".read"):
        assert not covers([granted], needed)
