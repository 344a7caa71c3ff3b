"""The kinds of bank lines that matching is measured on: payments of open documents, in all the ways of payers.

Each makes what it needs in the books, its lines, and their truth. The other kinds stand in matching_other_kinds.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Final

from benchmarks.matching_world import SyncDependencies, Truth

_CENT: Final = Decimal("0.01")
Kind = Callable[[SyncDependencies, str], None]
KINDS: dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    """Have it among the kinds, by its name."""
    KINDS[make.__name__] = make
    return make


def pays(name: str, *documents: str, never_sure: bool = False) -> Truth:
    """The truth of a line that pays documents."""
    return Truth(name, documents=frozenset(documents), never_sure=never_sure)


def _by_name(world: SyncDependencies, name: str, write: Callable[[str], str], low: int = -6, high: int = 15) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact)
    world.line(pays(name, paid.id), paid.amount_due, write(contact), day=world.around(paid.due, low, high))


@kind
def number_and_name(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact)
    world.line(pays(name, paid.id), paid.amount_due, world.written(contact), world.cited(paid.number or ""),
               day=world.around(paid.due))  # fmt: skip


@kind
def number_of_a_stranger(world: SyncDependencies, name: str) -> None:
    paid = world.open(world.pick(world.contacts))
    world.line(pays(name, paid.id), paid.amount_due, world.person().upper(), world.cited(paid.number or ""))


@kind
def name_in_full(world: SyncDependencies, name: str) -> None:
    _by_name(world, name, world.shouted)


@kind
def name_cut_off(world: SyncDependencies, name: str) -> None:
    _by_name(world, name, world.cut)


@kind
def name_cut_short(world: SyncDependencies, name: str) -> None:
    _by_name(world, name, lambda each: world.cut(each, world.rng.randint(10, 14)))


@kind
def name_behind_bank_words(world: SyncDependencies, name: str) -> None:
    _by_name(
        world,
        name,
        lambda each: (
            world.pick(["DIRECT CREDIT ", "FPS ", "AP#2231 ", "SEPA GUTSCHRIFT "]) + world.transliterated(each)
        )[:32],
    )


@kind
def name_without_spaces(world: SyncDependencies, name: str) -> None:
    _by_name(world, name, world.joined)


@kind
def name_with_umlauts(world: SyncDependencies, name: str) -> None:
    contact = world.pick([each for each in world.contacts if not each.isascii()])
    paid = world.open(contact)
    write = world.pick([world.transliterated, world.shouted, world.plain])
    world.line(pays(name, paid.id), paid.amount_due, write(contact), day=world.around(paid.due))


@kind
def name_misspelt(world: SyncDependencies, name: str) -> None:
    _by_name(world, name, world.misspelt)


@kind
def name_of_a_person_turned(world: SyncDependencies, name: str) -> None:
    contact = world.pick([each for each in world.contacts if each.count(" ") == 1 and each.split()[1][0].isupper()])
    paid = world.open(contact)
    world.line(
        pays(name, paid.id),
        paid.amount_due,
        " ".join(reversed(world.transliterated(contact).split())),
        day=world.around(paid.due),
    )


@kind
def paid_late(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    day = world.day()
    paid = world.open(contact, due=day - timedelta(days=world.rng.randint(70, 200)))
    world.line(pays(name, paid.id), paid.amount_due, world.written(contact), day=day)


@kind
def paid_early(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    day = world.day()
    paid = world.open(contact, due=day + timedelta(days=world.rng.randint(3, 7)))
    world.line(pays(name, paid.id), paid.amount_due, world.written(contact), day=day)


@kind
def digits_alone(world: SyncDependencies, name: str) -> None:
    paid = world.open(world.pick(world.contacts))
    digits = (paid.number or "").rsplit("-", 1)[-1]
    text = world.pick([world.person().upper(), world.written(paid.contact)])
    world.line(pays(name, paid.id), paid.amount_due, text, world.pick([digits, digits.lstrip("0")]))


@kind
def purchase_order(world: SyncDependencies, name: str) -> None:
    order = f"PO{world.rng.randint(10_000, 99_999)}"
    paid = world.open(world.pick(world.contacts), reference=order)
    world.line(pays(name, paid.id), paid.amount_due, world.cut(paid.contact), world.pick([order, f"PO {order[2:]}"]))


@kind
def bill_by_its_number(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact, kind="bill")
    world.line(pays(name, paid.id), -paid.amount_due, world.written(contact), paid.number, day=world.around(paid.due))


@kind
def direct_debit(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact, kind="bill")
    customer = f"CUST {world.rng.randint(10**7, 10**8)}"
    world.line(
        pays(name, paid.id),
        -paid.amount_due,
        f"DD {world.cut(contact)}",
        customer,
        day=paid.due and world.around(paid.due, 0, 2),
    )


@kind
def standing_order(world: SyncDependencies, name: str) -> None:
    contact, amount = world.pick(world.contacts), Decimal(world.rng.randint(10, 200) * 10)
    day = world.day()
    for months in (-1, 0, 1):
        made = world.open(contact, amount, due=day + timedelta(days=30 * months))
        if not months:
            paid = made
    world.line(pays(name, paid.id), amount, f"SO {world.cut(contact)}", day=day)


@kind
def same_amount_twice(world: SyncDependencies, name: str) -> None:
    contact, amount = world.pick(world.contacts), world.amount()
    day = world.day()
    one = world.open(contact, amount, due=day - timedelta(days=world.rng.randint(0, 20)))
    world.open(contact, amount, due=day + timedelta(days=world.rng.randint(1, 20)))
    world.line(pays(name, one.id), amount, world.written(contact), day=day)


@kind
def same_amount_twice_numbered(world: SyncDependencies, name: str) -> None:
    contact, amount = world.pick(world.contacts), world.amount()
    for _ in range(2):
        made = world.open(contact, amount)
        world.line(pays(name, made.id), amount, world.written(contact), world.cited(made.number or ""))


@kind
def several_named(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = [world.open(contact) for _ in range(world.rng.randint(2, 4))]
    numbers = " ".join(each.number or "" for each in made)
    total = sum((each.amount_due for each in made), Decimal(0))
    world.line(pays(name, *(each.id for each in made)), total, world.written(contact), numbers)


@kind
def several_unnamed(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = [world.open(contact) for _ in range(world.rng.randint(3, 6))]
    paid = world.rng.sample(made, world.rng.randint(2, min(3, len(made) - 1)))
    total = sum((each.amount_due for each in paid), Decimal(0))
    world.line(pays(name, *(each.id for each in paid)), total, world.written(contact), day=world.day(20))


@kind
def a_month_of_invoices(world: SyncDependencies, name: str) -> None:
    contact = f"{world.pick(world.contacts)} {world.rng.randint(2, 99)}"
    made = [world.open(contact, due=world.day(0, 20)) for _ in range(world.rng.randint(8, 24))]
    total = sum((each.amount_due for each in made), Decimal(0))
    world.line(pays(name, *(each.id for each in made)), total, world.shouted(contact), day=world.day(20))


@kind
def several_the_last_in_part(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    one, other = world.open(contact, world.amount(50, 800)), world.open(contact, world.amount(1_000, 4_000))
    paid = one.amount_due + Decimal(world.rng.randint(10, 80) * 10)
    world.line(pays(name, one.id, other.id), paid, world.written(contact), f"{one.number} {other.number}")


@kind
def part_by_number(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact, world.amount(600, 5_000))
    paid = (made.amount_due * world.rng.randint(20, 70) / 100).quantize(Decimal(10))
    world.line(pays(name, made.id), paid, world.written(contact), world.cited(made.number or ""))


@kind
def two_lines_for_one(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact, world.amount(400, 5_000))
    half = (made.amount_due / world.pick([2, 3])).quantize(_CENT)
    for paid in (half, made.amount_due - half):
        world.line(pays(name, made.id), paid, world.written(contact), world.cited(made.number or ""))


@kind
def initial_and_surname(world: SyncDependencies, name: str) -> None:
    given, family = world.pick(["Rangi", "Beatrix", "Lennard"]), world.pick(["Hollingworth", "Szymanski", "Abernathy"])
    paid = world.open(f"{given} {family}")
    text = world.pick([f"{given[0]} {family}", f"{family} {given[0]}", f"MR {given[0]} {family}"])
    world.line(pays(name, paid.id), paid.amount_due, text.upper(), day=world.around(paid.due))


@kind
def name_cut_at_its_front(world: SyncDependencies, name: str) -> None:
    contact = world.pick([each for each in world.contacts if each.count(" ") > 2])
    paid = world.open(contact)
    text = world.transliterated(contact).split(" ", 1)[1]
    world.line(pays(name, paid.id), paid.amount_due, text, day=world.around(paid.due))


@kind
def customer_number_beside_the_name(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact)
    number = world.pick([f"CUSTOMER {world.rng.randint(10_000, 99_999)}", f"ACC {world.rng.randint(100, 999)}"])
    world.line(pays(name, paid.id), paid.amount_due, world.written(contact), number, day=world.around(paid.due))


@kind
def number_cut_off(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact)
    text = f"{world.cut(contact)} {paid.number}"
    world.line(pays(name, paid.id), paid.amount_due, text[: -world.rng.randint(1, 3)], day=world.around(paid.due))


@kind
def another_name_than_in_the_books(world: SyncDependencies, name: str) -> None:
    paid = world.open(world.pick(world.contacts))
    text = world.pick(["ACME TRADING NO 7", "KBL NOMINEES", world.person().upper()])
    world.line(pays(name, paid.id), paid.amount_due, text, day=world.around(paid.due))


@kind
def one_amount_of_two_customers(world: SyncDependencies, name: str) -> None:
    one, other = world.rng.sample(world.contacts, 2)
    amount = world.amount()
    for contact in (one, other):
        paid = world.open(contact, amount)
        world.line(pays(name, paid.id), amount, world.written(contact), day=world.around(paid.due))


@kind
def several_of_two_sisters(world: SyncDependencies, name: str) -> None:
    one, other = world.pick(world.groups)
    made = [world.open(one), world.open(other)]
    total = sum((each.amount_due for each in made), Decimal(0))
    numbers = " + ".join(each.number or "" for each in made)
    world.line(pays(name, *(each.id for each in made)), total, world.shouted(one), numbers)


@kind
def number_that_two_suppliers_have(world: SyncDependencies, name: str) -> None:
    one, other = world.rng.sample(world.contacts, 2)
    number = f"{world.rng.randint(1_000, 9_999)}"
    made = world.open(one, kind="bill", number=number)
    world.open(other, kind="bill", number=number)
    world.line(pays(name, made.id), -made.amount_due, world.written(one), number)


@kind
def paid_in_part_without_number(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact, world.amount(900, 5_000))
    world.line(pays(name, made.id), Decimal(world.rng.randint(1, 4) * 100), world.written(contact))
