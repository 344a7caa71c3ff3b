"""The sandbox is as strict as Xero on what a call asks: filters, orders, ids, and what is not imitated."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sandbox.conftest import ALL, SandboxServer, query_of

from atom_xero_plugin.sandbox.api import imitated
from atom_xero_plugin.sandbox.api.catalogue import RESOURCES

pytestmark = pytest.mark.anyio
NAMED = "5a1f7c1e-93c2-4a65-8f7e-3b1d2c4e5f60"
MCP_DEFAULTS = (
    "accounting.transactions accounting.contacts accounting.settings accounting.reports.read payroll.settings "
    "payroll.employees payroll.timesheets"
)
"""What Xero's own MCP server asks for unless told otherwise. Source: XeroAPI/xero-mcp-server, xero-client.ts."""
EVERYTHING = (
    "payroll.payruns payroll.payslip.read bankfeeds finance.statements.read finance.cashvalidation.read "
    "finance.bankstatementsplus.read paymentservices accounting.classicexpenses accounting.classicexpenses.read "
    "assets projects.read files accounting.manualjournals accounting.reports.executivesummary.read "
    "accounting.budgets.read accounting.journals.read accounting.reports.tenninetynine.read"
)


@pytest.mark.parametrize(
    ("path", "text", "reported"),
    [
        ("Contacts", r'Name=="Acme \"Builders\""', "Syntax error"),
        ("Invoices", r'Reference=="back\slash"', "Syntax error"),
        ("Contacts", 'Name=="Acme', "Unterminated string literal"),
        ("Contacts", "Name=='Acme'", "Character literal must contain exactly one character"),
        ("Contacts", 'Nmae=="Acme"', "No property or field 'Nmae' exists in type 'Contact'"),
        ("Invoices", 'Contact.Nmae=="Acme"', "No property or field 'Nmae' exists in type 'Contact'"),
        ("Invoices", 'Total.Sum=="1"', "No property or field 'Sum' exists in type 'Decimal?'"),
        ("BankTransactions", "AmountDue>1", "No property or field 'AmountDue' exists in type 'BankTransaction'"),
        ("Accounts", 'Number=="1"', "No property or field 'Number' exists in type 'Account'"),
        ("TaxRates", 'Rate=="1"', "No property or field 'Rate' exists in type 'TaxRate'"),
        ("Invoices", f'InvoiceID=="{NAMED}"', "Operator '==' incompatible with operand types 'Guid' and 'String'"),
        ("Invoices", 'DueDate > "2024-01-01"', "Operator '>' incompatible with operand types 'DateTime?' and 'String'"),
        ("Items", 'IsSold=="True"', "Operator '==' incompatible with operand types 'Boolean?' and 'String'"),
        ("Invoices", 'Total>"1"', "Operator '>' incompatible with operand types 'Decimal?' and 'String'"),
        ("Invoices", 'Contact.ContactID==guid("nobody")', "Guid should contain 32 digits with 4 dashes"),
        ("Contacts", 'Name.Like("x")', "No applicable method 'Like' exists in type 'String'"),
        ("Contacts", "Name", "Expression of type 'Boolean' expected"),
        ("Invoices", 'Date>=DateTime.Parse("soon")', "String was not recognized as a valid DateTime."),
    ],
)
async def test_a_filter_that_xero_refuses_is_refused_in_its_words(
    server: SandboxServer, path: str, text: str, reported: str
) -> None:
    """400 QueryParseException, ErrorNumber 16; it is never an empty list."""
    answer = await server.get(path, where=text)

    refused = msgspec.json.decode(answer.content)
    assert (answer.status_code, refused["ErrorNumber"], refused["Type"]) == (400, 16, "QueryParseException")
    assert refused["Message"].startswith(reported)


@pytest.mark.parametrize("path", ["Invoices", "Contacts", "BankTransactions", "Payments", "Accounts", "Items"])
async def test_an_order_by_an_unknown_field_is_refused(server: SandboxServer, path: str) -> None:
    """With the field and the kind."""
    answer = await server.get(path, order="Nmae DESC")

    assert answer.status_code == 400
    assert "No property or field 'Nmae' exists in type '" in answer.text


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ('Reference.StartsWith("PO") == true', 'Reference!=null AND Reference.StartsWith("PO")'),
        ('false == Reference.StartsWith("PO")', '!(Reference.StartsWith("PO"))'),
        ('Date >= DateTime.Parse("2026-05-01")', "Date >= DateTime(2026,5,1)"),
        ('Date >= DateTime.Parse("2026-05-01T00:00:00")', "Date >= DateTime(2026,05,01)"),
        ('contact.NAME.tolower().contains("limited")', 'Contact.Name.Contains("Limited")'),
        ('Contact.Name=="ACME BUILDERS LIMITED"', 'Contact.Name=="Acme Builders Limited"'),
        ('(Status=="PAID" OR Status=="DRAFT") AND Type=="ACCREC"', '(Type=="ACCREC")&&(Status="PAID"||Status="DRAFT")'),
        ('NOT (Status=="PAID")', 'Status<>"PAID"'),
        ('"PAID"==Status', 'Status=="PAID"'),
        ("Total>-1", "Total >= 0"),
        ('Contact.ContactID=Guid("{contact}")', 'Contact.ContactID==Guid.Parse("{CONTACT}")'),
        ('Contact.ContactID==guid("{hex}")', 'Contact.ContactID.ToString()=="{contact}"'),
        ("Contact!=null AND DueDate!=null", "1==1"),
    ],
)
async def test_two_ways_to_write_a_filter_find_the_same(server: SandboxServer, text: str, one: str) -> None:
    """As Xero takes them; and they find something."""
    identity = (await server.rows("Invoices", page="1"))[0]["Contact"]["ContactID"]
    words = {"{contact}": identity, "{CONTACT}": identity.upper(), "{hex}": identity.replace("-", "")}
    for name, value in words.items():
        text, one = text.replace(name, value), one.replace(name, value)
    found = [await server.rows("Invoices", where=each, page="1", pageSize="1000") for each in (text, one)]

    assert found[0]
    assert [each["InvoiceID"] for each in found[0]] == [each["InvoiceID"] for each in found[1]]


async def test_a_doubled_quote_finds_a_name_with_a_quote(server: SandboxServer) -> None:
    """The one way to write it."""
    await server.http.put("/api.xro/2.0/Contacts", json={"Name": 'Bob "The Café" Smith'}, headers=server.headers)
    found = await server.rows("Contacts", where='Name=="bob ""the cafe"" smith"')

    assert [each["Name"] for each in found] == ['Bob "The Café" Smith']


@pytest.mark.parametrize(
    ("path", "query", "reported"),
    [
        ("Invoices", {"IDs": "nobody"}, "Supplied parameter 'Ids' cannot be parsed."),
        ("Invoices", {"IDs": f"{NAMED},7ea42cf-d555-4ec8"}, "Supplied parameter 'Ids' cannot be parsed."),
        ("Invoices", {"ContactIDs": "x"}, "Supplied parameter 'ContactIds' cannot be parsed."),
        ("Contacts", {"IDs": "7ea42cf-d555-4ec8-831d-87599d461b60"}, "Supplied parameter 'Ids' cannot be parsed."),
        ("Reports/AgedPayablesByContact", {"contactId": "x"}, "Supplied parameter 'contactId' cannot be parsed."),
    ],
)
async def test_an_id_that_is_none_is_refused_in_a_plain_sentence(
    server: SandboxServer, path: str, query: dict[str, str], reported: str
) -> None:
    """400 under text/html."""
    answer = await server.get(path, **query)

    assert (answer.status_code, answer.text) == (400, reported)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_ids_are_taken_without_dashes_and_in_any_letter_case(server: SandboxServer) -> None:
    """As pyxero sends them."""
    one, two = (each["InvoiceID"] for each in (await server.rows("Invoices", page="1"))[:2])
    found = await server.rows("Invoices", IDs=f"{one.replace('-', '')}, {two.upper()}")

    assert {each["InvoiceID"] for each in found} == {one, two}


@pytest.mark.parametrize(
    ("method", "path", "what"),
    [
        ("GET", "api.xro/2.0/Setup", "Setup"),
        ("PUT", "api.xro/2.0/Employees", "Employees"),
        ("GET", f"api.xro/2.0/InvoiceReminders/{NAMED}", "InvoiceReminders"),
        ("GET", "api.xro/2.0/Reports", "Reports"),
        ("GET", f"api.xro/2.0/Contacts/{NAMED}/CISSettings", "Contacts/CISSettings"),
        ("GET", f"api.xro/2.0/contacts/{NAMED}/cissettings", "Contacts/cissettings"),
        ("GET", "payroll.xro/2.0/Employees", "payroll.xro"),
        ("POST", "finance.xro/1.0/CashValidation", "finance.xro"),
    ],
)
async def test_what_is_not_imitated_says_so(
    server: SandboxServer, caplog: pytest.LogCaptureFixture, method: str, path: str, what: str
) -> None:
    """Xero's 404, with a header and a line in the log that tell it from a record that is not there."""
    with caplog.at_level(logging.WARNING, logger="atom_xero_plugin.sandbox"):
        answer = await server.http.request(method, f"/{path}", headers=server.headers)

    assert (answer.status_code, answer.headers["x-sandbox-not-imitated"]) == (404, what)
    assert f"does not imitate {what}" in caplog.text


async def test_a_pdf_is_not_given_as_something_else(server: SandboxServer) -> None:
    """Not XML, not JSON."""
    for path in ("Contacts", "Items", "Reports/BalanceSheet"):
        answer = await server.get(path, {"accept": "application/pdf"})

        assert answer.status_code == 404
        assert answer.headers["x-sandbox-not-imitated"] == f"{path} as application/pdf"


@pytest.mark.parametrize("path", ["Nothing", f"Invoices/{NAMED}", f"Contacts/{NAMED}/Nothing"])
async def test_what_xero_has_not_either_is_a_plain_404(server: SandboxServer, path: str) -> None:
    """Without the header."""
    answer = await server.get(path)

    assert answer.status_code == 404
    assert "x-sandbox-not-imitated" not in answer.headers


def test_the_documentation_says_what_is_imitated() -> None:
    """The table is printed from the code."""
    reported = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text()

    assert imitated.table(RESOURCES) in reported


@pytest.mark.parametrize("scopes", [MCP_DEFAULTS, EVERYTHING])
async def test_every_scope_of_xeros_can_be_granted(server: SandboxServer, scopes: str) -> None:
    """To an app that logs in by the browser, and to a custom connection."""
    returned = query_of(await server.authorise(scope=f"openid offline_access {scopes}"))
    app = server.facts["apps"]["custom"]
    form = {"grant_type": "client_credentials", "scope": scopes}
    token = await server.http.post("/connect/token", data=form, auth=(app["client_id"], app["client_secret"]))

    assert "code" in returned
    assert (token.status_code, token.json()["scope"]) == (200, scopes)


async def files(server: SandboxServer, kind: str, identity: str) -> list[dict[str, Any]]:
    answer = await server.get(f"{kind}/{identity}/Attachments")
    found: list[dict[str, Any]] = answer.json()["Attachments"]
    return found


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("kind", ["Invoices", "Contacts", "BankTransactions", "Accounts"])
async def test_a_file_attached_is_there_byte_for_byte(server: SandboxServer, kind: str, method: str) -> None:
    """Listed, flagged on its record, read by its name and its id; the same name overwrites."""
    await server.log_in(scope=f"{ALL} accounting.attachments")
    id_field = f"{kind[:-1]}ID"
    identity = (await server.rows(kind, page="1"))[0][id_field]
    address = f"/api.xro/2.0/{kind}/{identity}/Attachments/a%20receipt%20%231.pdf"
    first, again = [
        await server.http.request(method, address, content=content, headers=server.headers)
        for content in (b"<pdf", b"%PDF-1.7 \x00\xff")
    ]
    (listed,) = await files(server, kind, identity)
    by_name = await server.http.get(address, headers=server.headers)
    by_id = await server.get(f"{kind}/{identity}/Attachments/{listed['AttachmentID']}")

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["Attachments"] == [listed]
    assert (listed["FileName"], listed["MimeType"], listed["ContentLength"]) == (
        "a receipt #1.pdf",
        "application/pdf",
        11,
    )
    assert by_name.content == by_id.content == b"%PDF-1.7 \x00\xff"
    assert by_name.headers["content-type"] == "application/pdf"
    assert (await server.rows(f"{kind}/{identity}"))[0]["HasAttachments"] is True


async def test_a_file_that_xero_does_not_take_is_refused(server: SandboxServer) -> None:
    """An odd type in Xero's words; without the scope nothing."""
    identity = (await server.rows("Invoices", page="1"))[0]["InvoiceID"]
    address = f"/api.xro/2.0/Invoices/{identity}/Attachments/run.exe"
    without = await server.http.put(address, content=b"MZ", headers=server.headers)
    await server.log_in(scope=f"{ALL} accounting.attachments")
    odd = await server.http.put(address, content=b"MZ", headers=server.headers)
    forbidden = await server.http.put(address.replace("run.exe", "a%3Fb.pdf"), content=b"%PDF", headers=server.headers)

    assert without.status_code == 401
    assert odd.json()["Elements"][0]["ValidationErrors"] == [
        {"Message": "The file couldn't be uploaded because it isn't a supported file type."}
    ]
    assert forbidden.status_code == 400
    assert await files(server, "Invoices", identity) == []


async def xml(server: SandboxServer, method: str, path: str, body: str, **headers: str) -> tuple[int, str]:
    sent = server.headers | {"content-type": "application/xml", **headers}
    answer = await server.http.request(method, f"/api.xro/2.0/{path}", content=body.encode(), headers=sent)
    return answer.status_code, answer.text


async def test_a_write_in_xml_is_the_same_write(server: SandboxServer) -> None:
    """In a list or alone, by PUT and POST, with lists inside; the answer is JSON for who asks for it."""
    line = (
        "<LineItem><Description>Tea &amp; cake</Description><Quantity>2</Quantity><UnitAmount>10.50</UnitAmount>"
        "<AccountCode>200</AccountCode></LineItem>"
    )
    body = (
        "<Invoice><Type>ACCREC</Type><Contact><Name>Tea Room</Name></Contact><Date>2026-06-01T00:00:00</Date>"
        f"<DueDate>2026-06-30T00:00:00</DueDate><LineItems>{line}{line}</LineItems><Status>AUTHORISED</Status></Invoice>"
    )
    status, made = await xml(server, "PUT", "Invoices", f'<?xml version="1.0"?><Invoices>{body}</Invoices>')
    invoice = msgspec.json.decode(made)["Invoices"][0]
    changed = await xml(
        server, "POST", f"Invoices/{invoice['InvoiceID']}", "<Invoice><Reference>PO 7</Reference></Invoice>"
    )
    alone = await xml(server, "POST", "Contacts", "<Contact><Name>Tea Room</Name><Phones/></Contact>")

    assert (status, invoice["Total"], len(invoice["LineItems"])) == (200, 48.3, 2)
    assert invoice["LineItems"][0]["Description"] == "Tea & cake"
    assert msgspec.json.decode(changed[1])["Invoices"][0]["Reference"] == "PO 7"
    assert msgspec.json.decode(alone[1])["Contacts"][0]["ContactID"] == invoice["Contact"]["ContactID"]


async def test_a_form_with_xml_in_it_is_the_same_write(server: SandboxServer) -> None:
    """As xeroizer and older clients send it."""
    answer = await server.http.put(
        "/api.xro/2.0/Contacts", data={"xml": "<Contact><Name>Tea &amp; Co</Name></Contact>"}, headers=server.headers
    )

    assert answer.json()["Contacts"][0]["Name"] == "Tea & Co"


@pytest.mark.parametrize("body", ["<Invoices>", "<!DOCTYPE a [<!ENTITY b 'c'>]><Invoices>&b;</Invoices>", "<a>" * 40])
async def test_xml_that_cannot_be_read_is_reported_as_a_bad_body(server: SandboxServer, body: str) -> None:
    """ErrorNumber 14, and no entity is followed."""
    status, reported = await xml(server, "PUT", "Invoices", body)

    assert (status, msgspec.json.decode(reported)["ErrorNumber"]) == (400, 14)


async def test_who_asks_for_xml_gets_dates_and_refusals_as_xml_has_them(server: SandboxServer) -> None:
    """`ApiException` with its elements, ISO dates, no duplicates."""
    status, reported = await xml(server, "PUT", "Invoices", "<Invoice><Type>ACCREC</Type></Invoice>", accept="text/xml")
    listed = await server.get("Invoices", {"accept": "application/xml"}, page="1")

    assert status == 400
    assert '<DataContractBase xsi:type="Invoice">' in reported
    assert "<ValidationError><Message>A Contact must be specified for this type of transaction</Message>" in reported
    assert "T00:00:00</Date>" in listed.text
    assert "/Date(" not in listed.text
    assert "DateString" not in listed.text
