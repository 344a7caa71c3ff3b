"""Lists that Xero gives whole, as a call reads them: of a short while ago where that will do."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.accounting.recent_reads import RecentReads
from atom_xero_plugin.accounting.resolve import chart
from atom_xero_plugin.accounting.resolve.contacts import may_be_a_code, one_contact
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.accounts import ACCOUNTS
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact, ContactFilter
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES

FIRST_CONTACTS: Final = 100
"""Contacts of the page that a form offers."""


async def chart_of(ctx: Context) -> chart.Chart:
    """The chart of accounts."""
    found = await ctx.services.get(RecentReads).get(
        (ctx.organisation.id, "chart"), lambda: chart.chart(ctx.xero), lists=[ACCOUNTS.path]
    )
    return found.value


async def tax_rates_of(ctx: Context) -> chart.TaxRates:
    """The tax rates."""
    found = await ctx.services.get(RecentReads).get(
        (ctx.organisation.id, "tax_rates"),
        lambda: chart.tax_rates(ctx.xero),
        lists=[TAX_RATES.path],
    )
    return found.value


async def first_contacts(ctx: Context) -> Page[Contact]:
    """The first contacts that are in use, by name."""

    async def read() -> Page[Contact]:
        return await list_of(ctx.xero, CONTACTS, ContactFilter(), page_size=FIRST_CONTACTS, order="Name ASC")

    found = await ctx.services.get(RecentReads).get((ctx.organisation.id, "contacts"), read, lists=[CONTACTS.path])
    return found.value


async def contact_named(ctx: Context, named: str, *, path: str) -> Contact:
    """As `one_contact`; a name that a form offered a short while ago is not searched for again.

    A text that may be a code is: it can be the account number of another contact.
    """
    reads = ctx.services.get(RecentReads)
    if reads.may_be_held and not may_be_a_code(named):
        name = casefolded(named)
        offered = [each for each in (await first_contacts(ctx)).items if casefolded(each.name) == name]
        if len(offered) == 1:
            return offered[0]
    return await one_contact(ctx.xero, named, path=path)
