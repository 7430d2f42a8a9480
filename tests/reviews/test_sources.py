""" "Số này từ đâu": the parts of every number add up to it, and lead to the report that was frozen."""

from decimal import Decimal

import pytest

from apps.core.canonical import canonical, sha256
from apps.reviews.queries.drafts import draft
from apps.reviews.queries.numbers import Reference, UnknownReference, parse, resolve
from apps.reviews.queries.parts import mismatches, parts
from apps.reviews.queries.prose import numbers_in
from apps.reviews.queries.sources import source
from tests.reviews.conftest import Gathered


def figure(text: str) -> Decimal | None:
    """1.234,5 back to a number; — is nothing."""
    return None if text == "—" else Decimal(text.replace(".", "").replace(",", ".").replace("−", "-"))


def added(texts: list[str]) -> Decimal | None:
    known = [value for value in map(figure, texts) if value is not None]
    return sum(known, Decimal(0)) if known else None


def quarter_references(gathered: Gathered) -> list[Reference]:
    """One reference per indicator, at its last due quarter of the range."""
    rows = gathered.content.indicators.values()
    return [Reference(row.code, "value", "", row.in_range[-1].period_slug) for row in rows if row.in_range]


def test_the_sums_of_the_roll_ups_are_the_sums_of_the_facts(province: dict[str, Gathered]):
    assert [mismatches(gathered.content) for gathered in province.values()] == [[]] * len(province)


def test_the_parts_of_every_figure_add_up(both: Gathered):
    content = both.content
    for reference in quarter_references(both):
        found = source(content, reference)
        assert found.total is not None
        sides = ["numerator", "denominator"] if found.is_rate else ["text"]
        for side in sides:
            assert added([getattr(line, side) for line in found.lines]) == figure(
                getattr(found.total, side)
            ), reference
        assert sum(int(line.coverage.split("/")[0]) for line in found.lines) == found.number.figure.given
        assert (
            len(found.missing) + len(found.unmatched)
            == found.number.figure.expected - found.number.figure.given
        )


def test_a_district_leads_one_level_down_to_its_communes(both: Gathered):
    content = both.content
    found = source(content, Reference("KL07-2.2", "value"))
    for line in found.lines:
        if line.below:
            below = source(content, line.below)
            assert below.total is not None
            assert (below.total.numerator, below.total.denominator) == (line.numerator, line.denominator)
            assert added([part.numerator for part in below.lines]) == figure(line.numerator)


def test_every_part_with_a_figure_names_its_frozen_report(both: Gathered):
    content = both.content
    frozen = {(row["period"], row["unit"]["id"]): sha256(canonical(row)) for row in both.versions}
    for unit in content.children:
        found = source(content, Reference("KL07-2.2", "value", str(unit.id), "2021-q1"))
        for line in found.lines:
            if line.text != "—":
                assert line.version is not None
                assert line.version.sha256 == frozen[line.version.slug, line.version.reporter]
                assert line.version.reporter == unit.id
                assert line.version.approved_by == "Đồng chí can-bo"


def test_a_sum_over_quarters_is_made_of_its_quarters(both: Gathered):
    found = source(both.content, Reference("KL08-E2", "value"))
    assert len(found.terms) == 6
    assert added([term.figure.text for term in found.terms]) == found.number.figure.numerator


def test_a_change_shows_both_figures(both: Gathered):
    found = source(both.content, Reference("KL07-2.2", "start"))
    now, before = (term.figure.rounded for term in found.terms)
    assert now - before == found.number.change.amount


def test_the_unit_that_did_not_report_is_named(both: Gathered):
    found = source(both.content, Reference("KL07-2.11a", "value"))
    assert found.missing == ["Huyện đoàn Phù Cừ"]


def test_a_rate_leaves_out_who_gave_one_part_only(both: Gathered):
    content = both.content
    row = content.indicators["KL07-2.2"]
    partly = [
        (slug, unit)
        for slug in row.figures
        for unit in row.lacking(slug)
        if content.facts.get((row.layout, slug, unit))
        and (content.facts[row.layout, slug, unit]["values"][0] is None)
        != (content.facts[row.layout, slug, unit]["values"][1] is None)
    ]
    assert partly, "the province of these tests has such a gap"
    slug, unit = partly[0]
    found = source(content, Reference("KL07-2.2", "value", "", slug))
    assert content.units[unit].name in found.unmatched


def test_every_number_of_the_draft_has_a_source(both: Gathered):
    content = both.content
    for text in draft(content).values():
        for number in numbers_in(content, text):
            assert source(content, number.reference).number.text == number.text


def test_reports_are_counted_one_by_one(both: Gathered):
    found = source(both.content, parse("BC|approved"))
    assert len(found.lines) == 65
    assert all(line.version for line in found.lines)


def test_own_row_and_communes_stand_apart(both: Gathered):
    content = both.content
    khoai_chau = next(unit for unit in content.children if unit.short_name == "Khoái Châu")
    rows = parts(content, content.indicators["KL07-2.2"], "2021-q2", khoai_chau.id)
    assert [row.is_own for row in rows].count(True) == 1
    assert len(rows) == 26


@pytest.mark.parametrize(
    "text",
    [
        "KL99|value",
        "KL07-2.2|loud",
        "KL07-2.2|value@2031-q1",
        "KL07-2.2#999999|value@2021-q1",
        "KL08-E2|start",
        "x",
        "",
    ],
)
def test_what_the_snapshot_does_not_hold_is_refused(both: Gathered, text: str):
    with pytest.raises(UnknownReference):
        resolve(both.content, parse(text))
