"""The command line, for what it prints."""

from __future__ import annotations

from interfaces.cli.conftest import bare

__all__ = ["bare"]
