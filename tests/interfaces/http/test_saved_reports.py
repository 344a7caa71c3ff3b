"""`/api/saved-reports`: a report is kept by a name, shown by it, replaced, deleted; what cannot be shown is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.service import error_of, open_service, result_of

from atom_xero_plugin.core.errors import NotFound

pytestmark = pytest.mark.anyio
REPORT = {
    "name": "Rent share",
    "rows": [{"label": "Rent", "accounts": ["469"]}, {"label": "S", "accounts": ["income"]}],
}
PLACE = {"organisation": "harbour"}


async def test_a_report_is_saved_shown_replaced_and_deleted(tmp_path: Path) -> None:
    """By its name, in whatever case."""
    served = await open_service(tmp_path)
    await served.house.connect()
    async with await served.program("read", "write") as program:
        made = await program.post("/api/saved-reports", json=REPORT, params=PLACE)
        again = await program.post("/api/saved-reports", json={**REPORT, "name": "rent  SHARE"}, params=PLACE)
        listed = result_of(await program.get("/api/saved-reports", params=PLACE))["items"]
        asked = {"saved": "Rent Share", "period": "last_month"}
        shown = await served.house.call("show_custom_report", **asked)
        gone = await program.delete(f"/api/saved-reports/{listed[0]['id']}", params=PLACE)
        twice = await program.delete(f"/api/saved-reports/{listed[0]['id']}", params=PLACE)

    assert (made.status_code, again.status_code, gone.status_code, twice.status_code) == (201, 201, 200, 404)
    assert result_of(made)["id"] == result_of(again)["id"]
    assert [(each["name"], each["rows"]) for each in listed] == [("rent  SHARE", ["Rent", "S"])]
    assert [row["values"] for row in shown["result"]["report"]["rows"]] == [["2450.00"], ["63158.04"]]
    await served.close()


async def test_what_cannot_be_shown_is_not_kept_and_who_only_reads_keeps_nothing(tmp_path: Path) -> None:
    """The field that is wrong is named."""
    served = await open_service(tmp_path)
    await served.house.connect()
    wrong = {"name": "X", "rows": [{"label": "Bank", "accounts": ["090"]}]}
    async with await served.program("read", "write") as program, await served.program("read") as reader:
        refused = await program.post("/api/saved-reports", json=wrong, params=PLACE)
        not_allowed = await reader.post("/api/saved-reports", json=REPORT, params=PLACE)
        unnamed = await program.post("/api/saved-reports", json={**REPORT, "name": " "}, params=PLACE)
        listed = result_of(await reader.get("/api/saved-reports", params=PLACE))["items"]

    assert [each["path"] for each in error_of(refused)["fields"]] == ["/rows/0/accounts/0"]
    assert (not_allowed.status_code, unnamed.status_code, listed) == (403, 422, [])
    await served.close()


async def test_a_report_is_of_one_workspace_and_one_organisation(tmp_path: Path) -> None:
    """Nobody else lists it, finds it or deletes it, whatever its id."""
    served = await open_service(tmp_path)
    mine = served.runtime.saved_reports("alpha", "t1")
    kept = await mine.save("Rent", '{"rows": []}', by="person:a")
    for other in (served.runtime.saved_reports("beta", "t1"), served.runtime.saved_reports("alpha", "t2")):
        assert await other.listed() == []
        with pytest.raises(NotFound):
            await other.delete(kept.id)

    assert [each.id for each in await mine.listed()] == [kept.id]
    await served.close()
