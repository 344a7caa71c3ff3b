"""The check of arguments, the same through every interface: read as people type them, then held to the schema."""

from atom_xero_plugin.catalogue.validation.check import (
    LARGEST,
    LARGEST_WITH_FILE,
    CustomsNeeded,
    check,
    check_struct,
    most_of,
    pointer,
)
from atom_xero_plugin.catalogue.validation.coercion import decoded
from atom_xero_plugin.catalogue.validation.conventions import Customs

__all__ = [
    "LARGEST",
    "LARGEST_WITH_FILE",
    "Customs",
    "CustomsNeeded",
    "check",
    "check_struct",
    "decoded",
    "most_of",
    "pointer",
]
