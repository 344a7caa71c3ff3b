"""The printed tools: what a server lists without loading a skill is what the skills themselves give."""

from __future__ import annotations

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.tools.folding import OWN_TOOLS
from atom_xero_plugin.tools.printed import default_tools, printed_tools


def test_the_printed_tools_are_those_of_the_skills() -> None:
    """Each with the schema, hints and description that its file gives, in the order of names."""
    assert list(printed_tools().values()) == default_tools(Registry())
    assert list(printed_tools()) == sorted(f"xero_{name}" for name in OWN_TOOLS)
