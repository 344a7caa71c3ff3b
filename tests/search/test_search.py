"""What search promises: numbers, references and exact amounts first, then names and text, whoever misspells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search.conftest import Mirror, connect, contact, invoice
from sqlalchemy import select

from atom_xero_plugin.core.errors import InvalidArguments, NotFound
from atom_xero_plugin.search.search import search_result
from atom_xero_plugin.search.tokens import amount_key, amount_of, code_of
from atom_xero_plugin.store.tables import records, search_grams, search_words

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("query", ["INV-0042", "inv 0042", "inv0042", " INV-0042 "])
async def test_a_number_is_found_first_however_it_is_written(mirror: Mirror, query: str) -> None:
    """Case, spaces and dashes do not matter; its score is 1."""
    best = (await mirror.find(query))[0]

    assert (best.title, best.score) == ("Invoice INV-0042 · Karori Veterinary Clinic", 1.0)


async def test_a_reference_is_found(mirror: Mirror) -> None:
    """As a number is."""
    assert (await mirror.titles("po 77a"))[0] == "Invoice INV-0042 · Karori Veterinary Clinic"


@pytest.mark.parametrize("query", ["1,980", "1980", "1980.00", "$1,980", "$1,980.00", "NZ$1980", "NZD 1980"])
async def test_an_exact_amount_comes_before_names_with_that_word(mirror: Mirror, query: str) -> None:
    """Of invoices and payments alike, whatever zeros and signs it is written with."""
    titles = await mirror.titles(query)

    assert set(titles[:2]) == {
        "Invoice INV-0042 · Karori Veterinary Clinic", "Payment of INV-0420 · Kāpiti Café & Roastery",
    }  # fmt: skip
    assert query != "1980" or titles[2] == "1980 Records Limited"


async def test_all_kinds_are_found_by_a_name_contacts_first(mirror: Mirror) -> None:
    """The whole words of a title count most."""
    assert await mirror.titles("karori veterinary") == [
        "Karori Veterinary Clinic",
        "Invoice INV-0042 · Karori Veterinary Clinic",
        "Bill KV-9 · Karori Veterinary Clinic",
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kar vet", "Karori Veterinary Clinic"),
        ("kapiti cafe", "Kāpiti Café & Roastery"),
        ("KĀPITI", "Kāpiti Café & Roastery"),
        ("karorivet.example", "Karori Veterinary Clinic"),
        ("poster", "Invoice INV-0042 · Karori Veterinary Clinic"),
        ("power", "Money spent · Wellington Power"),
        ("bill karori", "Bill KV-9 · Karori Veterinary Clinic"),
        ("payment 420", "Payment of INV-0420 · Kāpiti Café & Roastery"),
        ("karrori vetrinary", "Karori Veterinary Clinic"),
        ("welington", "Money spent · Wellington Power"),
        ("brigthwater", "Brightwater Physiotherapy"),
        ("physiotheropy", "Brightwater Physiotherapy"),
    ],
)
async def test_beginnings_accents_and_slips_find_what_is_meant(mirror: Mirror, query: str, first: str) -> None:
    """A word stands for those that begin with it; a misspelt one for those near it."""
    assert (await mirror.titles(query))[0] == first


async def test_a_hit_says_its_kind_organisation_page_and_freshness(mirror: Mirror) -> None:
    """The page opens the right organisation in Xero; the freshness is that of the last syncing."""
    [hit] = await mirror.find("INV-0042", kinds=["invoice"])

    assert (hit.id, hit.kind) == ("xero:invoice:t:i1", "invoice")
    assert hit.organisation == {"id": "t", "name": "Harbour Street Studio Limited"}
    assert hit.url == (
        "https://go.xero.com/organisationlogin/default.aspx?shortcode=%21hst01"
        "&redirecturl=%2FAccountsReceivable%2FView.aspx%3FInvoiceID%3Di1"
    )
    assert hit.snippet == "NZD 1,980.00 · awaiting payment · due 2026-07-01"
    assert (mirror.store.clock.now() - hit.as_of).total_seconds() == 300


async def test_a_hit_has_the_shape_of_atoms_search_page(mirror: Mirror) -> None:
    """Every field of its result item."""
    [hit] = await mirror.find("INV-0042", kinds=["invoice"])
    shown = search_result(hit)

    assert set(shown) == {
        "id", "title", "content", "doc_type", "source_uri", "similarity_score", "keyword_score", "combined_score",
        "metadata",
    }  # fmt: skip
    assert (shown["doc_type"], shown["source_uri"], shown["combined_score"]) == ("xero_invoice", hit.url, 1.0)


async def test_kinds_narrow_and_one_that_there_is_not_is_refused(mirror: Mirror) -> None:
    """Bills and invoices are distinguished in the index itself."""
    many = [invoice(f"n{number}", f"N-{number}", "Karori Veterinary Clinic", "1.00") for number in range(60)]
    await mirror.hear("Invoices", *many)

    assert await mirror.titles("karori", kinds=["bill"]) == ["Bill KV-9 · Karori Veterinary Clinic"]
    with pytest.raises(InvalidArguments, match="timesheet"):
        await mirror.find("karori", kinds=["timesheet"])


async def test_many_of_one_kind_hide_none_of_another(mirror: Mirror) -> None:
    """However many newer invoices hold the word."""
    for start in range(0, 400, 100):
        names = [f"{start + number}" for number in range(100)]
        await mirror.hear("Invoices", *(invoice(f"m{each}", f"M-{each}", "Karori Shop", "1.00") for each in names))

    titles = await mirror.titles("karori", limit=10)

    assert titles[0] == "Karori Veterinary Clinic"
    assert {hit.kind for hit in await mirror.find("karori", limit=100)} == {"contact", "invoice", "bill"}


async def test_a_changed_record_is_found_by_its_new_words_alone(mirror: Mirror) -> None:
    """The index keeps up."""
    await mirror.hear("Contacts", contact("c1", "Northland Animal Hospital"))

    assert await mirror.titles("northland") == ["Northland Animal Hospital"]
    assert "Karori Veterinary Clinic" not in await mirror.titles("karori", kinds=["contact"])


async def test_a_workspace_finds_its_own_alone(mirror: Mirror) -> None:
    """And an organisation its own, if one is named; a hit of another's cannot be fetched."""
    await connect(mirror.store, "other", "t", "Theirs")
    await mirror.hear("Contacts", contact("o1", "Karori Cycles"), workspace="other")
    await mirror.hear("Contacts", contact("t2", "Karori Motors"), tenant="t2")

    assert await mirror.titles("karori", "other") == ["Karori Cycles"]
    assert "Karori Cycles" not in await mirror.titles("karori")
    assert await mirror.titles("karori", tenant_id="t2") == ["Karori Motors"]
    assert await mirror.titles("karrori", "nobody") == []
    with pytest.raises(NotFound):
        await mirror.search.fetch("other", "xero:contact:t:c1")


async def test_postgresql_shows_no_other_workspaces_words_whatever_is_asked(mirror: Mirror) -> None:
    """Row-level security holds for the index's own tables too."""
    if mirror.store.dialect == "sqlite":
        return
    await mirror.hear("Contacts", contact("o1", "Karori Cycles"), workspace="other")
    async with mirror.store.read("w") as tx:
        for table in (search_words, search_grams, records):
            found = (await tx.execute(select(table.c.workspace_id).distinct())).scalars().all()
            assert found == ["w"], table.name


async def test_what_was_found_can_be_fetched_whole(mirror: Mirror) -> None:
    """The record as Xero last gave it."""
    found = await mirror.search.fetch("w", "xero:bill:t:i3")

    assert (found.hit.kind, found.body["InvoiceNumber"]) == ("bill", "KV-9")
    for invalid in ("", "xero:bill:t", "xero:thing:t:i3", "other:bill:t:i3", "xero:contact:t:i3", "xero:bill:t:none"):
        with pytest.raises(NotFound):
            await mirror.search.fetch("w", invalid)


@pytest.mark.parametrize(
    "query", ["", "  ", "'", '"', "*", "karori AND", "NEAR(", "a" * 5_000, "karori' OR '1'='1", "%", "\x00", "🙂", "-1"]
)
async def test_no_query_is_syntax(mirror: Mirror, query: str) -> None:
    """Each answers with hits or with none."""
    assert isinstance(await mirror.titles(query), list)


async def test_the_limit_holds(mirror: Mirror) -> None:
    """The best are kept."""
    assert await mirror.titles("karori", limit=1) == ["Karori Veterinary Clinic"]


@given(st.decimals(min_value="0.01", max_value="9999999.99", places=2))
def test_an_amount_is_found_as_people_write_it(amount: object) -> None:
    """With or without commas, zeros and a sign."""
    ways = (f"{amount}", f"{amount:,}", f"${amount:,}", f"NZD {amount:,}", f"€ {amount}")

    assert {amount_of(way) for way in ways} == {amount_key(amount)}  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_any_text_is_read_as_words_numbers_and_amounts_without_fail(given_text: str) -> None:
    """None of them is empty text."""
    assert amount_of(given_text) != ""
    assert code_of(given_text) != ""


async def test_the_words_and_days_that_a_finding_shows_find_it(mirror: Mirror) -> None:
    """States, days in several writings, what is overdue on the day that is asked; with names and amounts next to."""
    due = {"DateString": "2026-05-01T00:00:00", "AmountDue": "57.50"}
    await mirror.hear(
        "Invoices",
        invoice("o1", "INV-0501", "Karori Veterinary Clinic", "57.50", **due, DueDateString="2026-05-20T00:00:00"),
        invoice("o2", "INV-0502", "Karori Veterinary Clinic", "60.00", **due, DueDateString="2199-01-01T00:00:00"),
        invoice("o3", "INV-0503", "Ngaio Travel", "57.50", **due, DueDateString="2025-12-31T00:00:00"),
        invoice("o4", "INV-0504", "Ngaio Travel", "80.00", DateString="2026-05-02T00:00:00", Status="PAID"),
        invoice("o5", "INV-0505", "Ngaio Travel", "81.00", Status="DRAFT"),
        invoice("o6", "INV-0506", "Ngaio Travel", "82.00", Status="SUBMITTED"),
    )

    async def found(query: str) -> set[str]:
        hits = await mirror.search.find("w", query)
        return {hit.title.split(" · ")[0].removeprefix("Invoice ") for hit in hits}

    assert await found("overdue") == {"INV-0501", "INV-0503"}
    assert await found("overdue karori") == {"INV-0501"}
    assert await found("overdue NZD 57.50 ngaio") == {"INV-0503"}
    assert await found("unpaid") >= {"INV-0501", "INV-0502", "INV-0503"}
    assert await found("paid ngaio") == {"INV-0504"}
    assert await found("draft") == {"INV-0505"}
    assert await found("awaiting approval") == {"INV-0506"}
    for day in ("2026-05-02", "2/5/2026", "2 May 2026", "2nd May 2026"):
        assert await found(day) == {"INV-0504"}, day
    assert await found("due 2026-05-20") == {"INV-0501"}
    assert await found("20.5.2026 karori") == {"INV-0501"}
    assert "Brightwater Physiotherapy" in await found("archived")


async def test_a_name_that_is_a_word_of_states_is_found_all_the_same(mirror: Mirror) -> None:
    """Where nothing is of that state."""
    await mirror.hear("Contacts", contact("c7", "Overdue Books Limited"))

    assert [hit.title for hit in await mirror.search.find("w", "overdue books")] == ["Overdue Books Limited"]
