"""Xero's scopes: what to ask for, and whether what was granted covers what an operation needs.

Since March 2026 scopes are granular; the broad ones end in September 2027.
Source: developer.xero.com, "Scopes" and its FAQ on granular scopes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from atom_xero_plugin.core.errors import FixSetup

LOGIN = ("openid", "profile", "email", "offline_access")
"""What a login by a person needs; a custom connection has no person and takes none of them."""

REPORTS = tuple(
    f"accounting.reports.{name}.read"
    for name in (
        "aged", "balancesheet", "banksummary", "budgetsummary", "executivesummary", "profitandloss",
        "tenninetynine", "trialbalance",
    )
)  # fmt: skip
_WRITABLE = (
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
)

BUDGETS = "accounting.budgets.read"
OTHER_APIS = ("assets", "files", "projects")
"""Of Xero's other APIs, which not every organisation uses."""
RESTRICTED = ("accounting.classicexpenses.read", "accounting.journals.read", "paymentservices")
"""Scopes that Xero gives only some apps: old ones, those of its highest tier, those of certified partners.

Asked for by others, no login works."""

PRESETS: Mapping[str, tuple[str, ...]] = {
    "standard": (*LOGIN, *_WRITABLE, *REPORTS, BUDGETS),
    "read_only": (*LOGIN, *(f"{scope}.read" for scope in _WRITABLE), *REPORTS, BUDGETS),
    "everything": (*LOGIN, *_WRITABLE, *REPORTS, BUDGETS, *OTHER_APIS, *RESTRICTED),
    "legacy": (
        *LOGIN,
        "accounting.transactions",
        "accounting.contacts",
        "accounting.settings",
        "accounting.attachments",
        "accounting.reports.read",
    ),
}

_TRANSACTIONS = ("invoices", "payments", "banktransactions", "manualjournals")
_BROAD_REPORTS = (
    "aged",
    "balancesheet",
    "banksummary",
    "budgetsummary",
    "executivesummary",
    "profitandloss",
    "taxreports",
    "trialbalance",
)
_PARTS: Mapping[str, tuple[str, ...]] = {
    "accounting.transactions": tuple(f"accounting.{name}" for name in _TRANSACTIONS),
    "accounting.transactions.read": tuple(f"accounting.{name}.read" for name in _TRANSACTIONS),
    "accounting.reports.read": tuple(f"accounting.reports.{name}.read" for name in _BROAD_REPORTS),
}
"""What each broad scope was split into."""
_HELD: Mapping[str, tuple[str, ...]] = {
    **_PARTS,
    "accounting.transactions": (*_PARTS["accounting.transactions"], "accounting.classicexpenses"),
    "accounting.transactions.read": (*_PARTS["accounting.transactions.read"], "accounting.classicexpenses.read"),
}
"""What each broad scope lets do; expense claims too, which only old apps have."""

_BOTH_WAYS = (
    *_WRITABLE,
    "accounting.transactions",
    "accounting.classicexpenses",
    "assets",
    "projects",
    "files",
    *(f"payroll.{name}" for name in ("employees", "payruns", "payslip", "timesheets", "settings")),
)
KNOWN = frozenset(
    {
        *LOGIN,
        *_BOTH_WAYS,
        *(f"{scope}.read" for scope in _BOTH_WAYS),
        *_PARTS["accounting.reports.read"],
        "accounting.reports.read",
        "accounting.reports.tenninetynine.read",
        "accounting.journals.read",
        "accounting.budgets.read",
        "app.connections",
        "bankfeeds",
        "finance.bankstatementsplus.read",
        "finance.cashvalidation.read",
        "finance.statements.read",
        "marketplace.billing",
        "paymentservices",
    }
)
"""Every scope Xero has: a name that is not among them makes Xero refuse the whole login, so it is caught here."""


def resolve(text: str, *, custom: bool = False) -> list[str]:
    """The scopes of XERO_SCOPES: a preset's name, or scopes separated by spaces or commas.

    A custom connection gets no login scopes. Raises FixSetup for a word that is no scope, or if none is left.
    """
    words = PRESETS.get(text.strip()) or [word for word in re.split(r"[\s,]+", text) if word]
    for word in words:
        if word not in KNOWN:
            raise _unknown(word)
    scopes = [word for word in dict.fromkeys(words) if not (custom and word in LOGIN)]
    if not scopes:
        raise FixSetup("XERO_SCOPES names no scope.", hint=_WHAT_TO_SET)
    return scopes


def covers(granted: Iterable[str], needed: str) -> bool:
    """Whether the granted scopes, granular or broad, include the needed one; writing includes reading."""
    held = set(granted)
    if not _ways(needed).isdisjoint(held):
        return True
    parts = _PARTS.get(needed, ())
    return bool(parts) and all(not _ways(part).isdisjoint(held) for part in parts)


def missing(granted: Iterable[str], needed: Sequence[str]) -> list[str]:
    """The needed scopes that the granted ones do not cover."""
    held = set(granted)
    return [scope for scope in needed if not covers(held, scope)]


def _ways(needed: str) -> set[str]:
    """Every single scope that would do."""
    ways = {needed, needed.removesuffix(".read")}
    ways |= {broad for broad, parts in _HELD.items() if not ways.isdisjoint(parts)}
    if not needed.endswith(".read"):
        ways = {way for way in ways if not way.endswith(".read")}
    return ways


_WHAT_TO_SET = f"Use one of {', '.join(PRESETS)}, or scopes such as accounting.invoices separated by spaces."


def _unknown(word: str) -> FixSetup:
    near = get_close_matches(word, KNOWN, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    return FixSetup(
        f"XERO_SCOPES holds {word[:60]!r}, which is neither a scope of Xero nor a preset.{meant}", hint=_WHAT_TO_SET
    )
