"""The columns that lists can have: their heads, by what they are sorted, and when they leave a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ListColumn:
    """One column of a list."""

    key: str
    """The field of a row that it shows, and the name of its cell in the template."""
    head: str
    css: str = ""
    sort: str | None = None
    """The word by which find_records sorts by it."""
    first_down: bool = False
    """Whether its first click sorts the largest or newest to the top."""

    def headed(self, head: str) -> ListColumn:
        """The same under another head."""
        return ListColumn(self.key, head, self.css, self.sort, self.first_down)


NUMBER: Final = ListColumn("number", "Number", "p2", "number")
CONTACT: Final = ListColumn("contact", "Contact", "", "contact")
TITLE: Final = ListColumn("title", "What")
KIND: Final = ListColumn("kind", "Kind", "p3")
REFERENCE: Final = ListColumn("reference", "Reference", "p3", "reference")
STATUS: Final = ListColumn("status", "Status", "p2", "status")
DAY: Final = ListColumn("day", "Date", "num p2", "day", first_down=True)
DUE: Final = ListColumn("due_day", "Due", "num p2", "due_day")
ACCOUNT: Final = ListColumn("account", "Bank account", "p3")
RECONCILED: Final = ListColumn("reconciled", "Reconciled", "p3")
SENT: Final = ListColumn("sent", "Sent", "p3")
DIRECTION: Final = ListColumn("direction", "In or out", "p3")
TOTAL: Final = ListColumn("total", "Total", "money p3", "total", first_down=True)
AMOUNT: Final = ListColumn("total", "Amount", "money", "total", first_down=True)
OWED: Final = ListColumn("still_owed", "Still owed", "money", "still_owed", first_down=True)
