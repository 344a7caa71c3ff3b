"""Filters say exactly what was asked, and no value can say anything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.xero import where_clause as where
from atom_xero_plugin.xero.records.accounts import AccountFilter
from atom_xero_plugin.xero.records.bank_transactions import BankTransactionFilter
from atom_xero_plugin.xero.records.contacts import Contact, ContactFilter
from atom_xero_plugin.xero.records.invoices import InvoiceFilter
from atom_xero_plugin.xero.records.items import ItemFilter
from atom_xero_plugin.xero.records.payments import PaymentFilter

A_GUID = "5040915e-8ce7-4177-8d08-fde416232f18"
LONGEST_ADDRESS = 2091  # beyond it Xero answers 404
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"\\]*")|(?P<date>DateTime\(\d{4},\d{2},\d{2}\))|(?P<guid>guid\("[0-9a-f-]{36}"\))
    |(?P<number>-?\d+(?:\.\d+)?)|(?P<compare>==|<=|>=|<|>)|(?P<and>AND)|(?P<field>[A-Z][A-Za-z.]*))""",
    re.VERBOSE,
)
FIELDS = {
    "Type", "Status", "Date", "DueDate", "AmountDue", "Name", "EmailAddress", "AccountNumber", "InvoiceNumber",
    "Reference",
    "Contact.ContactID", "Invoice.InvoiceID", "PaymentType", "Class", "Code",
}  # fmt: skip


def terms_of(text: str) -> list[tuple[str, str, str]]:
    """A small reader of `where`: (field, comparison, value) for each term; refuses anything else."""
    tokens, at = [], 0
    while at < len(text):
        found = TOKEN.match(text, at)
        assert found is not None, text[at:]
        tokens.append((str(found.lastgroup), found[0].strip()))
        at = found.end()
    terms = []
    for start in range(0, len(tokens), 4):
        (field, name), (compare, sign), (kind, value), *rest = tokens[start : start + 4]
        assert (field, compare) == ("field", "compare")
        assert name in FIELDS
        assert kind in {"string", "date", "guid", "number"}
        assert [each for each, _ in rest] in ([], ["and"])
        terms.append((name, sign, value))
    return terms


def test_an_invoice_filter_uses_what_xero_calls_optimised() -> None:
    requested = InvoiceFilter(
        kind="bill",
        statuses=["DRAFT", "SUBMITTED"],
        contact_ids=[A_GUID.upper()],
        invoice_numbers=["INV-1", "INV-2"],
        ids=[A_GUID],
        date_from=date(2026, 1, 1),
        date_to=date(2026, 1, 31),
        due_before=date(2026, 2, 1),
        min_amount_due=Decimal("10.50"),
        max_amount_due=Decimal(2000),
        search_term="acme, inc",
        summary_only=True,
        created_by_my_app=True,
        order="Date DESC",
    )
    assert requested.params() == {
        "where": 'Type=="ACCPAY" AND Date >= DateTime(2026,01,01) AND Date <= DateTime(2026,01,31)'
        " AND DueDate < DateTime(2026,02,01) AND AmountDue >= 10.50 AND AmountDue <= 2000",
        "Statuses": "DRAFT,SUBMITTED",
        "IDs": A_GUID,
        "ContactIDs": A_GUID,
        "InvoiceNumbers": "INV-1,INV-2",
        "searchTerm": "acme, inc",
        "summaryOnly": "true",
        "createdByMyApp": "true",
        "order": "Date DESC",
    }


@pytest.mark.parametrize(
    "empty", [InvoiceFilter(), ContactFilter(), PaymentFilter(), BankTransactionFilter(), AccountFilter(), ItemFilter()]
)
def test_an_empty_filter_sends_nothing(empty: InvoiceFilter) -> None:
    assert empty.params() == {}
    assert len(empty.chunks()) == 1


def test_unpaid_means_approved_with_something_due() -> None:
    assert InvoiceFilter(unpaid_only=True).params() == {"where": "AmountDue > 0", "Statuses": "AUTHORISED"}
    assert InvoiceFilter(unpaid_only=True, statuses=["DRAFT"]).params()["Statuses"] == "DRAFT"


@pytest.mark.parametrize(
    ("requested", "where"),
    [
        (ContactFilter(name="Smith & Sons"), 'Name=="Smith & Sons"'),
        (
            ContactFilter(email="a@b.example", account_number="C7"),
            'EmailAddress=="a@b.example" AND AccountNumber=="C7"',
        ),
        (PaymentFilter(kind="sales", status="AUTHORISED"), 'PaymentType=="ACCRECPAYMENT" AND Status=="AUTHORISED"'),
        (PaymentFilter(invoice_id=A_GUID), f'Invoice.InvoiceID == guid("{A_GUID}")'),
        (PaymentFilter(reference="r", date_from=date(2026, 2, 3)), 'Reference=="r" AND Date >= DateTime(2026,02,03)'),
        (
            BankTransactionFilter(type="SPEND-OVERPAYMENT", status="AUTHORISED"),
            'Type=="SPEND-OVERPAYMENT" AND Status=="AUTHORISED"',
        ),
        (BankTransactionFilter(contact_id=A_GUID), f'Contact.ContactID == guid("{A_GUID}")'),
        (AccountFilter(bank_only=True, status="ACTIVE"), 'Type=="BANK" AND Status=="ACTIVE"'),
        (AccountFilter(type="REVENUE", class_="REVENUE"), 'Type=="REVENUE" AND Class=="REVENUE"'),
        (ItemFilter(code="BOOK"), 'Code=="BOOK"'),
        (InvoiceFilter(reference="PO 1"), 'Reference=="PO 1"'),
        (
            InvoiceFilter(due_from=date(2026, 1, 1), due_to=date(2026, 1, 2)),
            "DueDate >= DateTime(2026,01,01) AND DueDate <= DateTime(2026,01,02)",
        ),
    ],
)  # fmt: skip
def test_each_filter_writes_its_terms(requested: ContactFilter, where: str) -> None:
    assert requested.params() == {"where": where}
    assert terms_of(where)


TEXTS: list[tuple[str, Callable[[str], Any]]] = [
    ("Name", lambda text: ContactFilter(name=text)),
    ("EmailAddress", lambda text: ContactFilter(email=text)),
    ("AccountNumber", lambda text: ContactFilter(account_number=text)),
    ("Reference", lambda text: InvoiceFilter(reference=text)),
    ("Reference", lambda text: PaymentFilter(reference=text)),
    ("Code", lambda text: ItemFilter(code=text)),
    ("InvoiceNumber", lambda text: InvoiceFilter(invoice_numbers=["," + text])),
]
hostile = st.sampled_from(
    [
        '" OR Name!="',
        '\\" OR 1==1 OR Name=="',
        "\\",
        '\\\\"',
        '""',
        'a") OR (Name=="',
        "'; DROP",
        '"+Name+"',
        "${x}",
        "%22",
    ]
)
texts = st.lists(hostile | st.text('"\\ aZ()=,%&\u00e9\u2603', max_size=6), min_size=1, max_size=4).map(
    "".join
) | st.text(min_size=1)


@relaxed
@given(st.sampled_from(TEXTS), texts)
def test_no_text_breaks_out_of_its_literal(field: tuple[str, Callable[[str], Any]], text: str) -> None:
    name, build = field
    requested = build(text)
    try:
        where = requested.params().get("where")
    except InvalidArguments as error:
        assert error.fields  # noqa: PT017 - refused is as good, if it says which field
        return
    if where is None:  # no form for it: what comes is compared here
        assert list(requested.unsaid().values()) == [f",{text}" if name == "InvoiceNumber" else text]
        return
    ((found, sign, literal),) = terms_of(where)
    assert (found, sign) == (name, "==")
    assert literal[1:-1].removeprefix("," if name == "InvoiceNumber" else "") == text


@pytest.mark.parametrize("text", ['a"b', '" OR Name!="', "a\\"])
def test_no_literal_is_made_of_what_where_has_no_form_for(text: str) -> None:
    """Whoever writes a filter that does not look first gets an error, and Xero no other question."""
    with pytest.raises(InvalidArguments) as refused:
        where.text(text, "/name")

    assert refused.value.fields[0].path == "/name"


@pytest.mark.parametrize(
    ("requested", "params"),
    [
        (ContactFilter(name='Smith "Bob"', include_archived=True),
         {"searchTerm": 'Smith "Bob"', "includeArchived": "true"}),
        (ContactFilter(email='"a b"@c.example', account_number="7"),
         {"searchTerm": '"a b"@c.example', "where": 'AccountNumber=="7"'}),
        (ContactFilter(account_number="C\\7"), {}),
        (InvoiceFilter(kind="bill", reference='6" pipe'), {"where": 'Type=="ACCPAY"', "searchTerm": '6" pipe'}),
        (InvoiceFilter(reference='6" pipe', search_term="pipe"), {"searchTerm": "pipe"}),
        (InvoiceFilter(invoice_numbers=['a,"b"']), {"searchTerm": 'a,"b"'}),
        (ItemFilter(code='A"'), {}),
    ],
)  # fmt: skip
def test_a_text_that_where_has_no_form_for_goes_through_the_search(requested: Any, params: dict[str, str]) -> None:
    """Xero answers an escaped quotation mark with a syntax error; its search has no grammar."""
    assert requested.params() == params
    assert requested.unsaid()


def test_what_xero_could_not_be_asked_for_is_compared_as_xero_compares() -> None:
    """Without letter case and accents, and never by a part."""
    requested = ContactFilter(name='Café "Nord"')

    assert requested.matches(Contact(name='CAFE "nord"'))
    assert not requested.matches(Contact(name='Café "Nord" Ltd'))
    assert not requested.matches(Contact())


@relaxed
@given(st.text(max_size=60))
def test_only_guids_words_and_orders_get_into_their_places(text: str) -> None:
    for build, name, pattern in (
        (lambda: InvoiceFilter(ids=[text]), "IDs", r"[0-9a-f-]{36}"),
        (lambda: ContactFilter(ids=[text]), "IDs", r"[0-9a-f-]{36}"),
        (lambda: InvoiceFilter(statuses=[text]), "Statuses", r"[A-Z][A-Z0-9/_-]*"),
        (lambda: PaymentFilter(invoice_id=text), "where", r'Invoice\.InvoiceID == guid\("[0-9a-f-]{36}"\)'),
        (lambda: PaymentFilter(account_id=text), "where", r'Account\.AccountID == guid\("[0-9a-f-]{36}"\)'),
        (lambda: BankTransactionFilter(account_id=text), "where", r'BankAccount\.AccountID == guid\("[0-9a-f-]{36}"\)'),
        (lambda: AccountFilter(class_=text), "where", r'Class=="[A-Z][A-Z0-9/_-]*"'),
        (lambda: InvoiceFilter(order=text), "order", r"[A-Za-z., ]+"),
    ):
        try:
            sent = build().params()[name]
        except InvalidArguments:
            continue
        assert re.fullmatch(pattern, sent)


@pytest.mark.parametrize(
    ("requested", "path"),
    [
        (InvoiceFilter(contact_ids=[A_GUID, "acme"]), "/contact_ids/1"),
        (InvoiceFilter(ids=["{" + A_GUID + "}"]), "/ids/0"),
        (InvoiceFilter(statuses=["paid"]), "/statuses/0"),
        (InvoiceFilter(reference="a\x00b"), "/reference"),
        (InvoiceFilter(reference="a\nb"), "/reference"),
        (InvoiceFilter(search_term=" "), "/search_term"),
        (InvoiceFilter(search_term="x" * 256), "/search_term"),
        (InvoiceFilter(min_amount_due=Decimal("NaN")), "/min_amount_due"),
        (InvoiceFilter(max_amount_due=Decimal("1e99")), "/max_amount_due"),
        (ContactFilter(order="Name; DROP"), "/order"),
        (ContactFilter(name="\ud800"), "/name"),
        (BankTransactionFilter(type='SPEND" OR "'), "/type"),
    ],
)
def test_a_value_xero_could_misread_is_refused_with_its_path(requested: InvoiceFilter, path: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        requested.params()
    assert [field.path for field in caught.value.fields] == [path]


def guids(count: int, start: int = 0) -> list[str]:
    return [f"{number:08x}-0000-4000-8000-000000000000" for number in range(start, start + count)]


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (1, [1]), (40, [40]), (41, [40, 1]), (100, [40, 40, 20])])
def test_ids_go_forty_at_a_time(count: int, sizes: list[int]) -> None:
    assert [len(chunk.ids) for chunk in ContactFilter(ids=guids(count)).chunks()] == sizes


def test_more_ids_than_an_address_takes_are_never_sent_at_once() -> None:
    with pytest.raises(InvalidArguments, match="chunks"):
        InvoiceFilter(ids=guids(41)).params()


def test_a_repeated_id_is_asked_for_once() -> None:
    assert [len(chunk.ids) for chunk in ContactFilter(ids=guids(30) * 2).chunks()] == [30]


@relaxed
@given(
    st.integers(0, 90), st.integers(0, 90), st.lists(st.text("INV-0123456789,", min_size=1, max_size=20), max_size=60)
)
def test_chunks_fit_an_address_and_lose_nothing(ids: int, contacts: int, numbers: list[str]) -> None:
    requested = InvoiceFilter(ids=guids(ids), contact_ids=guids(contacts, 500), invoice_numbers=numbers)
    chunks = requested.chunks()
    for chunk in chunks:
        assert len(urlencode(chunk.params())) < LONGEST_ADDRESS
        listed = chunk.params().get("InvoiceNumbers")
        assert listed is None or listed.split(",") == list(chunk.invoice_numbers)
    assert {each for chunk in chunks for each in chunk.ids} == set(requested.ids)
    assert {each for chunk in chunks for each in chunk.contact_ids} == set(requested.contact_ids)
    assert {each for chunk in chunks for each in chunk.invoice_numbers} == set(numbers)


def test_a_number_with_a_comma_is_asked_for_by_itself() -> None:
    first, second = InvoiceFilter(kind="sales", invoice_numbers=["INV-1", "A,B"]).chunks()
    assert first.params() == {"where": 'Type=="ACCREC"', "InvoiceNumbers": "INV-1"}
    assert second.params() == {"where": 'Type=="ACCREC" AND InvoiceNumber=="A,B"'}
