"""What matching promises: the right document with its reasons, the same in any order, and honest doubt."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support.long_run import examples

from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.reconciliation.matching.match import LineMatch, match_lines
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument
from atom_xero_plugin.xero.records.invoices import Kind

DAY = date(2026, 6, 15)


def line(amount: str, payee: str = "", *, reference: str = "", day: date = DAY, line_id: str = "L1") -> StatementLine:
    return StatementLine(line_id, 1, day, Decimal(amount), "NZD", payee, reference, None)


def document(
    number: str,
    amount: str,
    contact: str = "Kauri Grove Cafe",
    *,
    kind: Kind = "sales",
    due: date | None = DAY,
    issued: date = DAY - timedelta(days=20),
    reference: str | None = None,
) -> OpenDocument:
    return OpenDocument(f"id-{number}", kind, number, reference, contact, issued, due, Decimal(amount))


def booked(identity: str, amount: str, *, day: date = DAY, about: str | None = None, done: bool = False) -> Booked:
    return Booked(identity, "payment", Decimal(amount), day, "Kauri Grove Cafe", about, done, (identity,))


def match(
    lines: Sequence[StatementLine],
    documents: Sequence[OpenDocument] = (),
    records: Sequence[Booked] = (),
    **known: list[str],
) -> list[LineMatch]:
    return match_lines(lines, documents, records, currency="NZD", **known)


def paid(found: LineMatch) -> list[tuple[str | None, str]]:
    assert found.best is not None
    return [(part.document.number, f"{part.amount:f}") for part in found.best.pays]


def test_amount_number_name_and_day_are_its_reasons() -> None:
    """As text that a person can check."""
    found = match([line("345.00", "KAURI GROVE CAFE", reference="inv 123")], [document("INV-0123", "345.00")])[0]

    assert paid(found) == [("INV-0123", "345.00")]
    assert found.best is not None
    assert found.best.reasons == ("same amount", "INV-0123 in the text", "name found", "on the due date")
    assert found.best.score == 100
    assert not found.doubtful


def test_a_name_cut_off_or_misspelt_is_still_found() -> None:
    """Banks cut names, people misspell them."""
    documents = [
        document("INV-1001", "80.00", "Brooklyn Hill Wind Energy"),
        document("INV-1002", "81.00", "Tui Motors"),
    ]

    cut = match([line("80.00", "BROOKLYN HILL WIND EN")], documents)[0]
    misspelt = match([line("80.00", "Broklyn Hill Wind Enrgy")], documents)[0]

    for found in (cut, misspelt):
        assert paid(found) == [("INV-1001", "80.00")]
        assert found.best is not None
        assert any(reason.startswith("name alike") for reason in found.best.reasons)


def test_money_in_pays_no_bill_and_money_out_no_sales_invoice() -> None:
    """Whatever the words say."""
    documents = [document("B-77", "50.00", kind="bill"), document("INV-0077", "60.00")]

    found = match([line("50.00", reference="B-77"), line("-60.00", reference="INV-0077", line_id="L2")], documents)

    assert [each.best for each in found] == [None, None]


def test_two_that_fit_equally_are_reported_and_not_sure() -> None:
    """Two invoices of one customer and one amount: the day alone decides nothing."""
    documents = [document("INV-0001", "100.00"), document("INV-0002", "100.00", due=DAY - timedelta(days=31))]

    found = match([line("100.00", "Kauri Grove Cafe")], documents)[0]

    assert found.doubtful
    numbers = [part.document.number for each in found.alternatives for part in each.pays]
    assert {*numbers, paid(found)[0][0]} == {"INV-0001", "INV-0002"}


def test_a_number_in_the_text_settles_which_of_two_equals() -> None:
    """Then it is sure."""
    documents = [document("INV-0001", "100.00"), document("INV-0002", "100.00")]

    found = match([line("100.00", "Kauri Grove Cafe", reference="INV-0002")], documents)[0]

    assert paid(found) == [("INV-0002", "100.00")]
    assert not found.doubtful


def test_one_line_pays_several_of_one_contact() -> None:
    """Exactly, and in full."""
    documents = [document("INV-0001", "100.10"), document("INV-0002", "200.20"), document("INV-0003", "400.00")]

    found = match([line("300.30", "Kauri Grove Cafe", reference="INV-0001 INV-0002")], documents)[0]

    assert sorted(paid(found)) == [("INV-0001", "100.10"), ("INV-0002", "200.20")]
    assert found.best is not None
    assert "2 documents come to exactly NZD 300.30" in found.best.reasons


def test_several_lines_pay_one_document_together() -> None:
    """Two halves, neither with the number."""
    lines = [line("250.00", "Kauri Grove Cafe"), line("250.00", "Kauri Grove Cafe", line_id="L2")]

    found = match(lines, [document("INV-0009", "500.00")])

    assert [paid(each) for each in found] == [[("INV-0009", "250.00")], [("INV-0009", "250.00")]]


def test_a_part_and_a_fee_are_distinguished() -> None:
    """What a bank may have kept is no large part."""
    part = match([line("100.00", reference="INV-0009")], [document("INV-0009", "500.00")])[0]
    fee = match([line("495.00", reference="INV-0009")], [document("INV-0009", "500.00")])[0]

    assert part.best is not None and fee.best is not None  # noqa: PT018 - both are needed below
    assert part.best.reasons[0] == "part of the NZD 500.00 due"
    assert fee.best.reasons[0] == "NZD 5.00 less than the NZD 500.00 due, perhaps a bank fee"
    assert fee.best.score > part.best.score


def test_what_is_in_the_books_already_needs_no_payment() -> None:
    """Even where an open invoice has the same amount."""
    found = match(
        [line("690.00", "Kauri Grove Cafe")], [document("INV-0001", "690.00", "Other")], [booked("p", "690.00")]
    )[0]

    assert found.best is not None
    assert [each.id for each in found.best.booked] == ["p"]
    assert "in the books already" in found.best.reasons


def test_takings_banked_together_are_found() -> None:
    """Three payments of the day that come to the line."""
    records = [booked("a", "10.50"), booked("b", "20.25"), booked("c", "5.00", day=DAY - timedelta(days=1))]

    found = match([line("35.75", "Deposit")], [], records)[0]

    assert found.best is not None
    assert sorted(each.id for each in found.best.booked) == ["a", "b", "c"]


def test_a_line_recorded_before_takes_its_record_from_no_other() -> None:
    """The second, new line of the same amount and day is not taken for the first one's payment."""
    lines = [line("100.00", "Kauri Grove Cafe", line_id="old"), line("100.00", "Kauri Grove Cafe", line_id="new")]

    found = match(lines, [document("INV-0001", "100.00")], [booked("p", "100.00")], recorded=["old"])

    assert found[0].best is not None and found[0].best.booked  # noqa: PT018 - one is the other's guard
    assert found[1].best is not None
    assert not found[1].best.booked


def test_hostile_words_are_only_words() -> None:
    """Nothing in a line's text can break or steer the matching."""
    text = '" OR 1==1; DROP TABLE x; \x00 \u202e <script> ${{7*7}} ' * 20

    assert match([line("1.00", text)], [document(text, "1.00", text)])[0].best is not None


AMOUNTS = st.sampled_from(["10.00", "20.00", "30.00", "50.00", "0.01", "33.33"])
NAMES = st.sampled_from(["Kauri Cafe", "Rata Pharmacy", "Harbour Studio"])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[StatementLine], list[OpenDocument], list[Booked]]:
    """Few amounts and names, so that much fits much."""
    lines = [
        line(
            draw(st.sampled_from(["", "-"])) + draw(AMOUNTS),
            draw(NAMES),
            reference=draw(st.sampled_from(["", "INV-0001", "INV-0002 INV-0003"])),
            day=DAY + timedelta(days=draw(st.integers(0, 5))),
            line_id=f"L{number}",
        )
        for number in range(draw(st.integers(1, 6)))
    ]
    documents = [
        document(
            f"INV-{number:04}",
            draw(AMOUNTS),
            draw(NAMES),
            kind=draw(st.sampled_from(["sales", "bill"])),
            due=DAY + timedelta(days=draw(st.integers(-3, 3))),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    records = [
        booked(f"p{number}", draw(st.sampled_from(["", "-"])) + draw(AMOUNTS), done=draw(st.booleans()))
        for number in range(draw(st.integers(0, 4)))
    ]
    return lines, documents, records


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=examples(120))
def test_the_order_of_what_is_given_changes_nothing(
    world: tuple[list[StatementLine], list[OpenDocument], list[Booked]], shuffle: random.Random
) -> None:
    """Lines, documents and records in any order: the same matches, scores and doubts."""
    lines, documents, records = world
    before = {each.line.line_id: each for each in match(lines, documents, records)}
    for each in (lines, documents, records):
        shuffle.shuffle(each)

    assert {each.line.line_id: each for each in match(lines, documents, records)} == before


@given(worlds())
@settings(max_examples=examples(120))
def test_nothing_is_used_beyond_what_there_is_of_it(
    world: tuple[list[StatementLine], list[OpenDocument], list[Booked]],
) -> None:
    """To the cent: a line pays exactly its amount, a document never more than is due, a record is one line's."""
    lines, documents, records = world
    used: defaultdict[str, Decimal] = defaultdict(Decimal)
    taken: list[str] = []
    for found in match(lines, documents, records):
        best = found.best
        if best is None:
            continue
        if best.pays:
            assert sum(part.amount for part in best.pays) == abs(found.line.amount)
            assert {part.document.kind for part in best.pays} == {"sales" if found.line.amount > 0 else "bill"}
        else:
            assert sum((each.amount for each in best.booked), Decimal(0)) == found.line.amount
        for part in best.pays:
            used[part.document.id] += part.amount
        taken += [each.id for each in best.booked]

    assert all(used[each.id] <= each.amount_due for each in documents)
    assert len(taken) == len(set(taken))


def test_much_of_the_same_is_answered_in_time_and_called_doubtful() -> None:
    """Three hundred lines and documents of one amount and one customer: no explosion, no certainty."""
    documents = [document(f"INV-{number:04}", "100.00") for number in range(300)]
    lines = [line("100.00", "Kauri Grove Cafe", line_id=f"L{number}") for number in range(300)]

    found = match(lines, documents)

    assert all(each.doubtful for each in found if each.best)
    assert sum(1 for each in found if each.best) > 50
