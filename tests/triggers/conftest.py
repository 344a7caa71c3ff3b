"""The same house as the tests of the poller have."""

from sync.conftest import ear

__all__ = ["ear"]
