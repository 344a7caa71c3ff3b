"""Skills as tools of AI models."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """FORMATS by the place that programs of before import it from, loaded when asked for."""
    if name != "FORMATS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("atom_xero_plugin.tools.formats").FORMATS
