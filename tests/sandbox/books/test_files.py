"""The library of files: uploads as forms, pages, folders, links, and refusals in the shape of the Files API."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from sandbox.conftest import SandboxServer

pytestmark = pytest.mark.anyio

BASE = "/files.xro/1.0"
PDF = b"%PDF-1.4\r\n--not a boundary\r\n\x00\xff%%EOF\r\n"
NOWHERE = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
async def library(server: SandboxServer) -> SandboxServer:
    """A sandbox, logged in with the scope of files."""
    await server.log_in(scope="openid offline_access accounting.contacts.read accounting.invoices.read files")
    return server


async def call(library: SandboxServer, method: str, path: str, **more: Any) -> httpx2.Response:
    return await library.http.request(method, f"{BASE}/{path}", headers=library.headers, **more)


async def upload(library: SandboxServer, name: str, content: bytes = PDF, path: str = "Files") -> httpx2.Response:
    return await call(library, "POST", path, data={"name": name}, files={"body": (name, content, "application/pdf")})


def details(answer: httpx2.Response) -> list[str]:
    """What the Files API says is wrong: a list without a name."""
    assert answer.status_code == 400, answer.text
    assert {(each["type"], each["title"]) for each in answer.json()} == {("Validation", "Validation failure")}
    return [each["detail"] for each in answer.json()]


async def test_an_upload_goes_into_the_inbox_and_its_bytes_come_back(library: SandboxServer) -> None:
    """201 with the file itself, in no envelope."""
    answer = await upload(library, "scan.pdf")
    file = answer.json()
    inbox = (await call(library, "GET", "Inbox")).json()
    content = await call(library, "GET", f"Files/{file['Id']}/Content")

    assert answer.status_code == 201
    assert (file["Name"], file["MimeType"], file["Size"]) == ("scan.pdf", "application/pdf", len(PDF))
    assert file["CreatedDateUtc"].endswith("0")
    assert "Z" not in file["CreatedDateUtc"]
    assert "@" in file["User"]["Name"]
    assert (file["FolderId"], inbox["FileCount"]) == (inbox["Id"], 2)
    assert content.content == PDF
    assert (await call(library, "GET", f"Files/{file['Id']}")).json() == file


async def test_a_folder_takes_files_of_one_name_beside_each_other(library: SandboxServer) -> None:
    """None is replaced."""
    folders = {each["Name"]: each for each in (await call(library, "GET", "Folders")).json()}
    path = f"Files/{folders['Contracts']['Id']}"
    first, second = (
        (await upload(library, "lease.pdf", path=path)).json(),
        (await upload(library, "lease.pdf", path=path)),
    )

    assert second.json()["Id"] != first["Id"]
    assert second.json()["FolderId"] == folders["Contracts"]["Id"]
    assert (await upload(library, "lease.pdf", path=f"Files/{NOWHERE}")).status_code == 404


async def test_what_is_no_file_that_xero_takes_is_refused(library: SandboxServer) -> None:
    """In Xero's words where they are known."""
    assert details(await upload(library, "tool.boo")) == ["Extension: boo is not a valid File extension."]
    assert details(await upload(library, "a?.pdf")) == ["Name contains one or more bad characters"]
    assert details(await upload(library, "empty.pdf", b"")) == ["The file is empty."]
    assert details(await call(library, "POST", "Files", data={"name": "x.pdf"}, files={"x": (None, b"x")}))


async def test_a_list_is_sorted_and_paged(library: SandboxServer) -> None:
    """With how many there are in all; at most a hundred a page."""
    await upload(library, "big.pdf", PDF * 50)
    page = (await call(library, "GET", "Files?sort=Size&direction=DESC&pagesize=2")).json()
    rest = (await call(library, "GET", "Files?sort=Size&direction=DESC&pagesize=2&page=2")).json()

    assert (page["TotalCount"], page["Page"], page["PerPage"]) == (3, 1, 2)
    assert page["Items"][0]["Name"] == "big.pdf"
    assert len(rest["Items"]) == 1
    assert (await call(library, "GET", "Files?pagesize=500")).json()["PerPage"] == 100


async def test_a_file_is_renamed_and_moved_and_what_cannot_be_is_refused(library: SandboxServer) -> None:
    """What is not sent stays; its content goes by the new name."""
    file = (await upload(library, "scan.pdf")).json()
    folders = {each["Name"]: each for each in (await call(library, "GET", "Folders")).json()}
    path = f"Files/{file['Id']}"
    moved = await call(library, "PUT", path, json={"FolderId": folders["Contracts"]["Id"]})
    named = await call(library, "PUT", path, json={"Name": "bill.pdf"})

    assert (moved.json()["Name"], named.json()["FolderId"]) == ("scan.pdf", folders["Contracts"]["Id"])
    assert (await call(library, "GET", f"{path}/Content")).content == PDF
    assert details(await call(library, "PUT", path, json={"Name": "a?.pdf"}))
    assert details(await call(library, "PUT", path, json={"Name": "bill"}))
    assert details(await call(library, "PUT", path, json={"FolderId": NOWHERE}))
    assert (await call(library, "PUT", f"Files/{NOWHERE}", json={"Name": "x.pdf"})).status_code == 404


async def test_a_folder_is_renamed_but_for_the_inbox(library: SandboxServer) -> None:
    """Each name is there once."""
    folders = {each["Name"]: each for each in (await call(library, "GET", "Folders")).json()}
    path = f"Folders/{folders['Contracts']['Id']}"

    assert (await call(library, "PUT", path, json={"Name": "Signed"})).json()["Name"] == "Signed"
    assert details(await call(library, "PUT", path, json={"Name": " "}))
    assert details(await call(library, "PUT", path, json={"Name": "inbox"}))
    assert details(await call(library, "PUT", f"Folders/{folders['Inbox']['Id']}", json={"Name": "Post"}))
    assert (await call(library, "PUT", f"Folders/{NOWHERE}", json={"Name": "x"})).status_code == 404


async def test_a_link_names_the_type_of_its_record(library: SandboxServer) -> None:
    """The group is sent; a record of another group is none."""
    file = (await upload(library, "scan.pdf")).json()["Id"]
    bill = next(each for each in await library.rows("Invoices") if each["Type"] == "ACCPAY")["InvoiceID"]
    path = f"Files/{file}/Associations"
    link = await call(library, "POST", path, json={"ObjectId": bill, "ObjectGroup": "Invoice"})
    wrong = await call(library, "POST", path, json={"ObjectId": bill, "ObjectGroup": "Contact"})

    assert (link.status_code, link.json()["ObjectType"]) == (201, "Accpay")
    assert details(wrong) == ["Object is not a Contact"]
    assert details(await call(library, "POST", path, json={"ObjectId": bill, "ObjectGroup": "Boat"}))
    assert (await call(library, "GET", path)).json() == [link.json()]
    assert (await call(library, "GET", f"Associations/{bill}")).json() == [link.json()]


async def test_a_link_and_a_file_are_deleted_for_good(library: SandboxServer) -> None:
    """204; what is not there is 404."""
    file = (await upload(library, "scan.pdf")).json()["Id"]
    contact = (await library.rows("Contacts"))[0]["ContactID"]
    path = f"Files/{file}/Associations"
    await call(library, "POST", path, json={"ObjectId": contact, "ObjectGroup": "Contact"})

    assert (await call(library, "DELETE", f"{path}/{contact}")).status_code == 204
    assert (await call(library, "DELETE", f"{path}/{contact}")).status_code == 404
    assert (await call(library, "GET", path)).json() == []
    assert (await call(library, "DELETE", f"Files/{file}")).status_code == 204
    assert (await call(library, "GET", f"Files/{file}")).status_code == 404


async def test_reading_alone_lets_nobody_write(server: SandboxServer) -> None:
    """By scope, as everywhere."""
    await server.log_in(scope="openid offline_access files.read")

    assert (await call(server, "GET", "Files")).status_code == 200
    assert (await upload(server, "scan.pdf")).status_code == 401
