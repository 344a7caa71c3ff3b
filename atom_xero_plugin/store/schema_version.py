"""The version of the database that this program works with."""

from __future__ import annotations

from typing import Final

HEAD: Final = "0022"
"""The newest migration; a test compares it with the folder `migrations/versions`."""
