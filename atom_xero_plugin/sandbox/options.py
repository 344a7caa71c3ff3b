"""How a sandbox is set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Options:
    """The same options give the same books, to the byte."""

    seed: int = 1
    invoices: int | None = None
    """How many sales invoices the first organisation holds; None for a year's believable number."""
    today: date | None = None
    """The day the books end on, at which time stands still; None for the real one, with time running."""
    limits: bool = True
    """Whether calls are limited as Xero limits them."""
    day_limit: int = 5_000
