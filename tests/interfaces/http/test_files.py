"""Files over HTTP: uploaded and downloaded as bytes, by who has the right, in one workspace."""

from __future__ import annotations

import pytest
from support.service import Served

pytestmark = pytest.mark.anyio
SCAN = b"\x89PNG\r\n\x1a\n\x00scan"


async def test_a_file_goes_from_upload_to_xero_by_its_id(served: Served) -> None:
    """Byte by byte; the skill takes the id, and the answer holds none of the bytes."""
    program = await served.program()
    uploaded = await program.post("/api/files", params={"name": "scan 1.png"}, content=SCAN)
    file = uploaded.json()["result"]["file"]
    proposed = await program.post(
        "/api/skills/attach_file",
        json={
            "arguments": {"kind": "invoice", "record": "INV-0151", "files": [file["id"]]},
            "organisation": "harbour",
        },
    )
    plan = proposed.json()["plan"]
    await served.house.carry_out(plan)
    downloaded = await program.get(f"/api/files/{file['id']}")

    assert (uploaded.status_code, file["name"], file["size"]) == (201, "scan 1.png", len(SCAN))
    assert (downloaded.content, downloaded.headers["content-type"]) == (SCAN, "image/png")
    assert downloaded.headers["content-disposition"] == "attachment; filename*=UTF-8''scan%201.png"
    assert downloaded.headers["x-content-type-options"] == "nosniff"
    books = served.house.sandbox.organisations[served.house.organisation]
    assert [each["scan 1.png"].content for each in books.files.values() if "scan 1.png" in each] == [SCAN]


async def test_who_may_only_read_uploads_nothing(served: Served) -> None:
    """Nor does a caller without a token."""
    reader = await served.program("read")
    refused = await reader.post("/api/files", params={"name": "a.txt"}, content=b"x")
    unknown = await served.client().post("/api/files", params={"name": "a.txt"}, content=b"x")

    assert (refused.status_code, unknown.status_code) == (403, 401)


async def test_a_file_of_another_workspace_is_not_there(served: Served) -> None:
    """As one that never was."""
    mine = await served.program()
    theirs = await served.program(workspace="elsewhere")
    file = (await theirs.post("/api/files", params={"name": "a.txt"}, content=b"x")).json()["result"]["file"]

    assert (await mine.get(f"/api/files/{file['id']}")).status_code == 404
    assert (await theirs.get(f"/api/files/{file['id']}")).content == b"x"


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("a.exe", b"x", 400), ("a.txt", b"", 400), ("a.pdf", b"text", 400), ("a.txt", b"x" * 10_000_001, 413)],
)
async def test_what_xero_does_not_take_is_refused_at_once(
    served: Served, name: str, content: bytes, status: int
) -> None:
    """By its ending, its bytes and its size."""
    program = await served.program()

    assert (await program.post("/api/files", params={"name": name}, content=content)).status_code == status
