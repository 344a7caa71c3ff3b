"""The time zones of organisations: Xero names them in the Windows manner, without spaces."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

ZONES: Final = {
    "AUSEASTERNSTANDARDTIME": "Australia/Sydney",
    "AUSCENTRALSTANDARDTIME": "Australia/Darwin",
    "CENAUSTRALIASTANDARDTIME": "Australia/Adelaide",
    "CENTRALSTANDARDTIME": "America/Chicago",
    "EAUSTRALIASTANDARDTIME": "Australia/Brisbane",
    "EASTERNSTANDARDTIME": "America/New_York",
    "GMTSTANDARDTIME": "Europe/London",
    "HAWAIIANSTANDARDTIME": "Pacific/Honolulu",
    "MOUNTAINSTANDARDTIME": "America/Denver",
    "NEWZEALANDSTANDARDTIME": "Pacific/Auckland",
    "PACIFICSTANDARDTIME": "America/Los_Angeles",
    "SINGAPORESTANDARDTIME": "Asia/Singapore",
    "SOUTHAFRICASTANDARDTIME": "Africa/Johannesburg",
    "TASMANIASTANDARDTIME": "Australia/Hobart",
    "TOKYOSTANDARDTIME": "Asia/Tokyo",
    "UTC": "UTC",
    "WAUSTRALIASTANDARDTIME": "Australia/Perth",
    "WEUROPESTANDARDTIME": "Europe/Berlin",
}


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The zone that Xero calls `name`; UTC for one not listed here."""
    return ZoneInfo(ZONES.get(name, "UTC"))
