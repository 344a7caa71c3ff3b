"""The frame and the components: whole HTML, nothing inline, nothing of a record's text read as markup."""

from __future__ import annotations

from typing import Any

import pytest
from support.markup import faults, tags
from support.pages import Addresses, Counts, Fresh, Place, StandIn

from atom_xero_plugin.interfaces.web.render import environment
from atom_xero_plugin.interfaces.web.showcase import facts

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}"


def components(**given: Any) -> str:
    page = StandIn(**given)
    return environment().get_template("pages/components.html").render(page=page, **facts(page))


def shown(source: str, **given: Any) -> str:
    """What a line of a template writes, with every macro at hand."""
    imports = "".join(
        f'{{% import "components/{name}.html" as {short} %}}'
        for name, short in (("money", "m"), ("table", "t"), ("controls", "c"), ("forms", "f"), ("notes", "n"),
                            ("parts", "p"), ("sheet", "s"), ("status", "st"), ("charts", "ch"))
    )  # fmt: skip
    return environment().from_string(imports + source).render(page=StandIn(), **given)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"organisation": None},
        {"organisation": None, "organisations": []},
        {"organisations": [Place()], "organisation": None},
        {"fresh": None, "counts": Counts(None, None, None, None)},
        {"fresh": Fresh(synced_at=None, calls_left=None, day_limit=None, failing=2)},
        {"fresh": Fresh(failing=2)},
        {"addresses": Addresses(frozenset({"bank", "search", "look", "practice"}))},
        {"files": frozenset({"app.css", "app.js"})},
        {"theme": "dark", "density": "compact", "keys": False},
    ],
    ids=lambda given: ", ".join(given) or "usual",
)
def test_a_page_is_whole_in_every_state_of_its_frame(given: dict[str, Any]) -> None:
    assert faults(components(**given)) == []


def test_what_the_person_chose_stands_on_the_root() -> None:
    root = tags(components(theme="dark", density="compact", keys=False))[0]
    assert root.attributes == {"lang": "en-NZ", "data-theme": "dark", "data-density": "compact", "data-keys": "off"}
    assert tags(components())[0].attributes == {"lang": "en-NZ"}


def test_the_rail_marks_where_one_is_and_counts_what_waits() -> None:
    html = components(here="invoices")
    current = [each.attributes["href"] for each in tags(html) if each.attributes.get("aria-current") == "page"]
    assert current.count("/invoices/t1") == 2  # in the rail and in the thumb bar
    assert '<span class="n hot">14 late</span>' in html
    assert "Synced with Xero " in html
    assert "4,212 of 5,000 calls left today" in html


def test_a_page_that_is_not_there_has_no_entry() -> None:
    html = components(addresses=Addresses(frozenset({"bank", "search"})))
    assert "/bank" not in html
    assert "/search" not in html
    assert 'id="palette"' not in html


def test_without_scripts_of_others_nothing_asks_for_them() -> None:
    html = components(files=frozenset({"app.css", "app.js"}))
    assert "htmx.min.js" not in html
    assert '<script type="module" src="/static/app.js"></script>' in html


def test_every_element_that_sends_requests_has_the_nonce() -> None:
    asking = [each for each in tags(components()) if any(name.startswith("hx-") for name in each.attributes)]
    assert asking
    assert {each.attributes.get("hx-nonce") for each in asking} == {"abc123"}


def test_the_name_of_an_organisation_is_text() -> None:
    evil = Place(name=HOSTILE, initials="<b>")
    html = components(organisation=evil, organisations=[evil])
    assert "<img" not in html
    assert "<script>alert" not in html
    assert "{{ 7 * 7 }}" in html
    assert faults(html) == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ c.button(x, key=x, attrs={'name': x}) }}",
        "{{ c.link(x, x) }}",
        "{{ c.off(x, x) }}",
        "{{ c.chip(x, x) }}",
        "{{ c.seg(x, [(x, x, true)]) }}",
        "{{ c.tabs(x, [(x, x, 1, true)]) }}",
        "{{ c.period(x, x, x, x) }}",
        "{{ c.search(x, x, x) }}",
        "{% call c.dialog('d', x, page, x, x, x) %}{{ x }}{% endcall %}",
        "{{ f.field(x, x, x, error=x, hint=x) }}",
        "{{ f.choose('a', x, [(x, x)], chosen=x, error=x) }}",
        "{{ f.area('a', x, x) }}",
        "{{ f.check('a', x, value=x) }}",
        "{{ f.radios('a', x, [(x, x)], chosen=x, error=x) }}",
        "{{ f.look_up('a', x, x, href=x, page=page, hint=x) }}",
        "{{ f.files('a', x, x) }}",
        "{{ f.problems([(x, x)]) }}",
        "{% call n.note('warn', acts=x) %}{{ x }}{% endcall %}",
        "{{ n.toast(x, undo=x, page=page, until=x) }}",
        "{{ n.empty(x, x) }}",
        "{{ n.progress(x, 1, 2, 'a', more=x) }}",
        "{{ p.rows([{'n': 1, 'text': x, 'small': x, 'act': x, 'href': x}]) }}",
        "{{ p.facts([(x, x)]) }}",
        "{{ p.log([(x, x)]) }}",
        "{{ p.head(x, sub=x) }}",
        "{% call p.panel(x, back=(x, x), earlier=x, later=x, close=x) %}{{ x }}{% endcall %}",
        "{% call t.table(x, [{'text': x, 'css': x, 'href': x}, {'select': x}]) %}{% endcall %}",
        "{% call t.name(x, x) %}{{ x }}{% endcall %}",
        "{{ t.tick(x, x, {'amount': x, 'currency': x}) }}",
        "{% call t.pick(1, x, what=x) %}{{ x }}{% endcall %}",
        "{{ m.eq([{'op': '=', 'word': x, 'value': 1, 'more': x, 'href': x}]) }}",
        "{{ s.cell('item', 1, x, x, placeholder=x, error=x, list='l') }}",
        "{{ st.status(x) }}{{ st.shape('ok', x) }}",
    ],
)
def test_text_of_records_stays_text_in_every_component(source: str) -> None:
    html = shown(source, x=HOSTILE)
    assert "alert(1)" in html
    names = {each.name for each in tags(html)}
    assert not names & {"img", "script"}, html
    assert all(not name.startswith("on") for each in tags(html) for name in each.attributes)


def test_a_field_with_an_error_says_so_to_who_hears_it_and_keeps_what_was_typed() -> None:
    html = shown("{{ f.field('due', 'Due', '31 Feb', error='Last day: 28 Feb', hint='A day') }}")
    field = next(each for each in tags(html) if each.name == "input")
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "due-err due-hint"
    assert field.attributes["value"] == "31 Feb"
    assert faults(html) == []


def test_zero_that_was_typed_stays_in_its_field() -> None:
    assert 'value="0"' in shown("{{ f.field('price', 'Price', 0, num=true) }}")


def test_a_tick_says_its_exact_amount_for_the_sum() -> None:
    html = shown("{{ t.tick('id1', 'INV-1', {'amount': '1088.70', 'currency': 'NZD'}) }}")
    assert 'data-amount="1088.70" data-currency="NZD"' in html


def test_a_sorted_column_says_its_order_and_a_plain_one_does_not() -> None:
    html = shown(
        "{% call t.table('x', [{'text': 'Due', 'href': '?', 'sorted': 'ascending'}, {'text': 'A'}]) %}{% endcall %}"
    )
    heads = [each.attributes.get("aria-sort") for each in tags(html) if each.name == "th"]
    assert heads == ["ascending", None]


@pytest.mark.parametrize("source", ["{{ t.name('A', sub='') }}", "{% call t.name('A') %}\n{% endcall %}"])
def test_a_name_with_nothing_under_it_has_no_empty_line(source: str) -> None:
    assert shown(source) == '<th scope="row">A</th>'


def test_money_inside_money_is_written_once() -> None:
    assert shown("{{ m.td('-5') }}").strip() == ('<td class="money neg"><span class="vh">minus </span>(5.00)</td>')
