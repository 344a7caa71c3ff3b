"""What is never recorded unseen: fees, sums that do not fit, records of others, other numbers, doubles, reversals."""

from __future__ import annotations

import pytest
from support.matching import booked, document, line, match, paid

KAURI, ALPHA, ZEBRA = "Kauri Grove Cafe", "Alpha Joinery", "Zebra Print Works"


@pytest.mark.parametrize(
    ("days", "payee"),
    [(9, "ALPHA JOINERY"), (5, "ALPHA JOINERY"), (0, "ALPHA JOINERY"), (9, "SOMEBODY"), (9, "DEPOSIT")],
)
def test_a_record_of_another_party_is_not_what_a_line_is(days: int, payee: str) -> None:
    """Of the same amount, on the day or some days before: it is no reason to record nothing."""
    records = [booked("z", "690.00", ZEBRA, day=-days), booked("a", "1.00", ALPHA, day=-30)]

    found = match([line("690.00", payee)], [], records)[0]

    assert not found.sure


def test_the_record_of_the_party_itself_is_what_a_line_is() -> None:
    """Whatever others of the amount there are."""
    records = [booked("z", "690.00", ZEBRA, day=-1), booked("a", "690.00", ALPHA, day=-2)]

    found = match([line("690.00", "ALPHA JOINERY")], [], records)[0]

    assert found.best is not None
    assert [each.id for each in found.best.booked] == ["a"]
    assert found.sure


def test_an_invoice_of_the_party_comes_before_a_record_of_another() -> None:
    """Alpha pays its invoice; that Zebra paid as much is nothing to it."""
    found = match(
        [line("690.00", "ALPHA JOINERY")],
        [document("INV-0001", "690.00", ALPHA)],
        [booked("z", "690.00", ZEBRA, day=-3)],
    )[0]

    assert paid(found) == {"INV-0001": "690.00"}


@pytest.mark.parametrize(
    ("first", "second", "amount", "parts"),
    [
        ("200.00", "600.00", "500.00", {"INV-0001": "200.00", "INV-0002": "300.00"}),
        ("600.00", "200.00", "500.00", {"INV-0001": "300.00", "INV-0002": "200.00"}),
        ("200.00", "600.00", "600.00", None),
        ("300.00", "300.00", "450.00", None),
    ],
)
def test_money_for_two_named_invoices_never_goes_to_one_of_them_in_silence(
    first: str, second: str, amount: str, parts: dict[str, str] | None
) -> None:
    """The smaller in full, of the larger a part, for a person to check."""
    documents = [document("INV-0001", first, KAURI), document("INV-0002", second, KAURI)]

    found = match([line(amount, KAURI, reference="INV-0001 INV-0002")], documents)[0]

    assert not found.sure
    if parts:
        assert paid(found) == parts


@pytest.mark.parametrize(
    "text",
    ["INV-0042, 43 & 44", "inv 42/43/44", "INV-0042 to 0044", "INV0042 and 0043 and 44", "Inv 0042 43 44 thanks"],
)
def test_numbers_written_as_a_list_are_all_read(text: str) -> None:
    """The letters stand there only once, or only the first and the last number do."""
    documents = [document(f"INV-00{each}", f"{each}1.00", KAURI) for each in (42, 43, 44, 45)]

    found = match([line("1293.00", KAURI, reference=text)], documents)[0]

    assert sorted(paid(found)) == ["INV-0042", "INV-0043", "INV-0044"]
    assert found.sure


def test_a_day_behind_a_number_names_no_other_invoice() -> None:
    """It is no list."""
    documents = [document("INV-0142", "345.67", KAURI), document("INV-0015", "80.00", KAURI)]

    found = match([line("345.67", KAURI, reference="INV-0142 15/06/2026")], documents)[0]

    assert (paid(found), found.sure) == ({"INV-0142": "345.67"}, True)


def test_two_of_three_named_invoices_are_for_a_person_to_check() -> None:
    """Although two of them come to exactly the amount."""
    documents = [document(f"INV-000{each}", f"{each}00.00", KAURI) for each in (1, 2, 4)]

    found = match([line("300.00", KAURI, reference="INV-0001 INV-0002 INV-0004")], documents)[0]

    assert not found.sure


@pytest.mark.parametrize(
    ("due", "amount", "payee", "reason", "usual"),
    [
        ("500.00", "485.20", "STRIPE", "card_fee", ("3.75", "23.10")),
        ("20.00", "18.82", "PAYPAL", "card_fee", ("0.15", "1.50")),
        ("100.00", "98.80", "GOCARDLESS", "card_fee", ("0.75", "5.10")),
        ("1000.00", "985.00", "DIRECT CREDIT", "bank_fee", ("0.00", "45.60")),
        ("300.00", "275.00", "WIRE", "bank_fee", ("0.00", "30.00")),
        ("480.00", "470.40", "DIRECT CREDIT", "discount", None),
        ("480.00", "479.95", "DIRECT CREDIT", "rounding", None),
    ],
)
def test_what_a_payment_lacks_is_named_and_the_payment_is_not_sure(
    due: str, amount: str, payee: str, reason: str, usual: tuple[str, str] | None
) -> None:
    """Fees of card and payment services and of banks, discounts, roundings: recorded as a part they would stay due."""
    found = match([line(amount, payee, reference="INV-0009 Kauri Grove Cafe")], [document("INV-0009", due, KAURI)])[0]

    assert paid(found).keys() == {"INV-0009"}
    assert not found.sure
    assert found.best is not None
    assert found.best.review
    assert found.best.lacks is not None
    assert found.best.lacks.reason == reason
    if usual:
        assert (f"{found.best.lacks.least:.2f}", f"{found.best.lacks.most:.2f}") == usual


def test_a_part_payment_that_names_its_invoice_is_still_sure() -> None:
    """Where what stays due is no fee."""
    found = match([line("200.00", "KAURI GROVE CAFE", reference="INV-0009")], [document("INV-0009", "500.00", KAURI)])[
        0
    ]

    assert paid(found) == {"INV-0009": "200.00"}
    assert found.sure


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        ("Brooklyn Hill Wind Energy", "BROOKLYN HILL WIND EN"),
        ("Brooklyn Hill Wind Energy", "BROOKLYN HI"),
        ("Brooklyn Hill Wind Energy", "BROOKLYNHILLWINDENERGY"),
        ("Brooklyn Hill Wind Energy", "DD BROOKLYNHILLWI"),
        ("Müller & Söhne GmbH", "MUELLER SOEHNE GMBH"),
        ("Müller & Söhne GmbH", "MULLER & SOHNE"),
        ("Mueller Soehne", "Müller & Söhne"),
        ("Großhandel Weiß KG", "GROSSHANDEL WEISS"),
        ("Elektrotechnikgesellschaft Nord", "ELEKTROTECHNIKGESE"),
        ("Søndergaard Marine", "SONDERGAARD MARI"),
        ("James Pemberton", "PEMBERTON J"),
    ],
)
def test_names_as_banks_print_them_are_found(contact: str, text: str) -> None:
    """Cut in the middle of a word, joined, in capitals, with umlauts written out or left out."""
    documents = [document("INV-0001", "345.67", contact), document("INV-0002", "345.67", "Totara Physio")]

    found = match([line("345.67", text)], documents)[0]

    assert paid(found) == {"INV-0001": "345.67"}
    assert found.sure


def test_a_rare_amount_counts_as_evidence() -> None:
    """More than one that others have too, or that is round."""
    rare = match([line("345.67", "X")], [document("INV-0001", "345.67", KAURI)])[0]
    round_one = match([line("340.00", "X")], [document("INV-0001", "340.00", KAURI)])[0]
    others = [document(f"INV-000{each}", "345.67", f"Number {each}") for each in (1, 2, 3)]
    common = match([line("345.67", "X")], others)[0]

    assert rare.best is not None and round_one.best is not None and common.best is not None  # noqa: PT018 - needed below
    assert rare.best.score > round_one.best.score
    assert rare.best.score > common.best.score
    assert not rare.sure


@pytest.mark.parametrize("text", ["INV-0099", "inv 99", "Invoice INV0099"])
def test_a_number_of_another_invoice_speaks_against_this_one(text: str) -> None:
    """The customer pays one that was paid before: its next one of the same amount is not it."""
    documents = [document("INV-0142", "345.67", KAURI)]

    with_none = match([line("345.67", KAURI)], documents)[0]
    with_other = match([line("345.67", KAURI, reference=text)], documents)[0]

    assert with_none.sure
    assert with_none.best is not None and with_other.best is not None  # noqa: PT018 - needed below
    assert with_other.best.score < with_none.best.score
    assert not with_other.sure


def test_a_double_payment_is_flagged() -> None:
    """The first line pays the invoice, the second is reported to be perhaps the same once more."""
    lines = [line("345.67", KAURI, reference="INV-0142", day=each, line_id=f"L{each}") for each in (0, 2)]
    documents = [document("INV-0142", "345.67", KAURI), document("INV-0150", "345.67", KAURI, due=30)]

    first, second = match(lines, documents)

    assert (paid(first), first.sure) == ({"INV-0142": "345.67"}, True)
    assert not second.sure
    assert second.same_as == ("L0",)


@pytest.mark.parametrize(("reference", "days"), [("INV-0142", 0), ("", 0), ("", 3)])
def test_a_double_payment_is_flagged_where_nobody_can_say_which_came_first(reference: str, days: int) -> None:
    """On one day, or without a number: neither is recorded unseen, and one may be the other again."""
    lines = [line("345.67", KAURI, reference=reference, day=each, line_id=f"L{each}") for each in sorted({0, days})]
    lines += [line("345.67", KAURI, reference=reference, line_id="L9")] if days == 0 else []

    found = match(lines, [document("INV-0142", "345.67", KAURI)])

    assert not any(each.sure for each in found)
    assert sorted(len(each.same_as) for each in found) == [0, 1]


def test_two_lines_for_two_invoices_of_one_amount_are_no_double_payment() -> None:
    """There is an invoice for each of them."""
    lines = [line("345.67", KAURI, line_id=f"L{each}") for each in (1, 2)]

    found = match(lines, [document(f"INV-014{each}", "345.67", KAURI) for each in (2, 3)])

    assert [each.same_as for each in found] == [(), ()]


def test_the_record_of_a_week_before_is_not_this_weeks_line() -> None:
    """The same supplier, the same amount, every week."""
    found = match([line("-200.00", KAURI)], [], [booked("p", "-200.00", KAURI, day=-7)])[0]

    assert not found.sure


def test_what_was_paid_before_is_flagged() -> None:
    """The books hold the payment, for another line."""
    records = [booked("p", "345.67", KAURI, day=0, about="INV-0142")]
    lines = [line("345.67", KAURI, reference="INV-0142", day=each, line_id=f"L{each}") for each in (0, 3)]

    first, second = match(lines, [document("INV-0150", "345.67", KAURI, due=10)], records)

    assert first.best is not None
    assert first.best.booked
    assert not second.sure
    assert [each.id for each in second.paid_before] == ["p"]


@pytest.mark.parametrize(
    "words", ["REVERSAL KAURI GROVE CAFE", "DISHONOUR KAURI GROVE CA", "RÜCKLASTSCHRIFT Kauri Grove Cafe"]
)
def test_a_payment_that_is_undone_is_not_sure(words: str) -> None:
    """Nor does what undoes it pay a bill of that amount."""
    lines = [line("345.67", KAURI, reference="INV-0142", line_id="L1"), line("-345.67", words, day=2, line_id="L2")]
    documents = [document("INV-0142", "345.67", KAURI), document("B-1", "345.67", KAURI, kind="bill")]

    assert [each.sure for each in match(lines, documents)] == [False, False]


def test_a_sister_company_pays_its_own_invoice_and_not_the_other_one() -> None:
    """Of two customers of a group the one that is named, also where only the other one has this amount."""
    north, south = "Harbour Foods Auckland", "Harbour Foods Dunedin"
    both = [document("INV-0001", "345.67", north), document("INV-0002", "345.67", south)]

    named = match([line("345.67", "HARBOUR FOODS DUNEDIN")], both)[0]
    other = match([line("345.67", "HARBOUR FOODS DUNEDIN")], [both[0], document("INV-0003", "9.00", south)])[0]

    assert (paid(named), named.sure) == ({"INV-0002": "345.67"}, True)
    assert not other.sure


def test_a_payer_that_has_an_invoice_of_the_amount_itself_is_asked_about() -> None:
    """It names the number of its sister's: one of the two is a slip."""
    both = [
        document("INV-0001", "345.67", "Harbour Foods Auckland"),
        document("INV-0002", "345.67", "Harbour Foods Dunedin"),
    ]

    assert not match([line("345.67", "HARBOUR FOODS DUNEDIN", reference="INV-0001")], both)[0].sure
    assert match([line("345.67", "HARBOUR FOODS DUNEDIN", reference="INV-0001")], both[:1])[0].sure


def test_wages_pay_no_bill_unless_they_name_it() -> None:
    """Although somebody of that name sent one of that amount."""
    bill = [document("B-2231", "3245.67", "James Pemberton", kind="bill")]

    assert not match([line("-3245.67", "SALARY J PEMBERTON")], bill)[0].sure
    assert match([line("-3245.67", "J PEMBERTON")], bill)[0].sure


def test_round_amounts_come_to_a_round_sum_by_chance() -> None:
    """Of many round invoices some come to nearly every round amount: no sum of them is sure."""
    documents = [document(f"INV-{each:04}", f"{each * 50}.00", KAURI) for each in range(3, 15)]

    assert not match([line("1150.00", KAURI)], documents)[0].sure
