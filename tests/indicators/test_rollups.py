"""Roll-ups against an independent computation in plain Python, on the real tree and invented facts."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.directives.models import Period
from apps.indicators import queries, services
from apps.indicators.enums import Side
from apps.indicators.models import Element, Fact, Indicator, Layout, Rollup, Slot
from apps.units.models import Unit
from tests.world import DAY, unit_named

pytestmark = pytest.mark.django_db

Given = dict[int, dict[int, Decimal | None]]


def layout() -> Layout:
    return Layout.objects.get(code="BC-QUY")


def quarter(slug: str = "2021-q3") -> Period:
    return Period.objects.get(slug=slug)


def collected_at(kind: str, period: Period) -> list[Element]:
    return list(
        Element.objects.typed()
        .due_in(period)
        .filter(unit_kinds__unit_kind_id=kind, unit_kinds__validity__contains=period.end_on)
    )


def invented(seed: int, period: Period, holes: float = 0.2) -> Given:
    """Figures for the province, Khoái Châu, Phù Cừ and their communes; about one in five is missing."""
    rng = Random(seed)
    units = [unit_named("Tỉnh đoàn Hưng Yên")]
    for name in ("Huyện đoàn Khoái Châu", "Huyện đoàn Phù Cừ"):
        units += Unit.objects.under(unit_named(name).pk, DAY)
    by_kind = {unit.kind_id: collected_at(unit.kind_id, period) for unit in units}
    return {
        unit.pk: {
            element.pk: None
            if rng.random() < holes
            else Decimal(rng.randint(0, 400)) / (10 if element.decimals else 1)
            for element in by_kind[unit.kind_id]
        }
        for unit in units
    }


def record(given: Given, period: Period) -> None:
    services.record_facts(
        layout=layout(),
        period=period,
        reporter_id=unit_named("Tỉnh đoàn Hưng Yên").pk,
        figures=given,
        version_number=1,
        version_sha256="0" * 64,
    )


def below(unit: Unit) -> set[int]:
    """From the edges alone, not from the cache."""
    found, edges = {unit.pk}, dict(connection_edges())
    while True:
        more = {child for child, parent in edges.items() if parent in found} - found
        if not more:
            return found
        found |= more


def connection_edges() -> Iterator[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, parent_id FROM units_unitparent WHERE validity @> %s::date", [DAY])
        yield from cursor.fetchall()


def by_hand(given: Given, unit: Unit, indicator: Indicator) -> tuple[Decimal | None, Decimal | None, int]:
    """Numerator, denominator and matched units, straight from the definition."""
    sides: dict[str, list[tuple[int, int]]] = {Side.NUMERATOR: [], Side.DENOMINATOR: []}
    for term in indicator.terms.all():
        sides[term.side].append((term.sign, term.element_id))
    rows = []
    for pk in below(unit) & set(given):
        values = [[given[pk].get(e) for _, e in sides[side]] for side in (Side.NUMERATOR, Side.DENOMINATOR)]
        if any(value is None for value in values[0] + values[1]):
            continue
        rows.append(
            [
                sum(s * v for (s, _), v in zip(sides[side], part, strict=True) if v is not None)
                for side, part in zip((Side.NUMERATOR, Side.DENOMINATOR), values, strict=True)
            ]
        )
    if not rows:
        return None, None, 0
    top = Decimal(sum(row[0] for row in rows))
    return top, Decimal(sum(row[1] for row in rows)) if sides[Side.DENOMINATOR] else None, len(rows)


@pytest.mark.parametrize("slug", ["2021-q3", "2020-q4"])
def test_every_indicator_equals_plain_python(slug: str) -> None:
    period = quarter(slug)
    given = invented(7, period)
    record(given, period)
    services.rebuild_rollups(layout=layout(), periods=[period])
    indicators = list(Indicator.objects.filter(slots__layout=layout()))
    for unit in (
        unit_named("Tỉnh đoàn Hưng Yên"),
        unit_named("Huyện đoàn Khoái Châu"),
        unit_named("Đoàn xã Đồng Tiến"),
    ):
        found = queries.indicator_series(unit.pk, indicators, [period])
        due = [indicator for indicator in indicators if found[indicator.pk].figures]
        assert due
        for indicator in due:
            (figure,) = found[indicator.pk].figures
            assert (figure.numerator, figure.denominator, figure.given) == by_hand(given, unit, indicator), (
                indicator
            )


def test_sums_of_the_children_and_the_own_row_are_the_parent() -> None:
    period = quarter()
    record(invented(3, period), period)
    services.rebuild_rollups(layout=layout(), periods=[period])
    district = unit_named("Huyện đoàn Khoái Châu")
    facts = {fact.unit_id: fact.values for fact in Fact.objects.filter(period=period)}
    sums = facts | {row.unit_id: row.sums for row in Rollup.objects.filter(period=period)}
    children = [sums[pk] for pk in Unit.objects.children_of(district.pk, DAY).values_list("pk", flat=True)]
    for place, total in enumerate(sums[district.pk]):
        parts = [row[place] for row in [*children, facts[district.pk]] if row[place] is not None]
        assert total == (sum(parts, Decimal(0)) if parts else None)


def test_missing_is_never_zero() -> None:
    """A unit that gave nothing changes neither the rate nor the count of units that gave it."""
    period, indicator = quarter(), Indicator.objects.get(code="KL07-2.2")
    district = unit_named("Huyện đoàn Khoái Châu")
    met, judged = Element.objects.get(code="KL07-2.2a").pk, Element.objects.get(code="KL07-2.2b").pk
    communes = list(Unit.objects.children_of(district.pk, DAY)[:3])
    record(
        {
            communes[0].pk: {met: Decimal(6), judged: Decimal(8)},
            communes[1].pk: {met: None, judged: Decimal(50)},
            communes[2].pk: {met: None, judged: None},
        },
        period,
    )
    services.rebuild_rollups(layout=layout(), periods=[period])
    figure = queries.indicator_series(district.pk, [indicator], [period])[indicator.pk].last
    assert figure is not None
    assert (figure.text, figure.given, figure.expected) == ("75,0", 1, 26)


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(3)))
def test_the_order_of_approvals_does_not_matter(order: list[int]) -> None:
    with transaction.atomic():
        period = quarter()
        given = invented(5, period)
        province = unit_named("Tỉnh đoàn Hưng Yên")
        districts = [unit_named(f"Huyện đoàn {name}").pk for name in ("Khoái Châu", "Phù Cừ")]
        groups = [
            list(Unit.objects.under(district, DAY).values_list("pk", flat=True)) for district in districts
        ]
        groups.append([province.pk])
        for place in order:
            record({pk: given[pk] for pk in groups[place]}, period)
            services.refresh_rollups(
                layouts=[layout()], period=period, own_ids=groups[place], shared_ids=[province.pk]
            )
        after = Rollup.objects.get(unit=province, period=period)
        services.rebuild_rollups(layout=layout(), periods=[period])
        rebuilt = Rollup.objects.get(unit=province, period=period)
        for name in ("sums", "counts", "numerators", "denominators", "matched"):
            assert getattr(after, name) == getattr(rebuilt, name)
        transaction.set_rollback(True)


def test_the_source_of_a_figure_adds_up_and_names_who_is_missing() -> None:
    period, indicator = quarter(), Indicator.objects.get(code="KL08-B1")
    given = invented(9, period)
    record(given, period)
    services.rebuild_rollups(layout=layout(), periods=[period])
    district = unit_named("Huyện đoàn Khoái Châu")
    found = queries.source(indicator, district.pk, period)
    parts = [part.figure.numerator for part in found.parts if part.figure.numerator is not None]
    assert sum(parts, Decimal(0)) == found.figure.numerator
    assert found.figure.numerator == by_hand(given, district, indicator)[0]
    assert len(found.missing) == found.figure.expected - found.figure.given
    assert all(part.version_sha256 for part in found.parts if part.figure.given)


def test_reading_takes_the_same_number_of_queries_for_few_and_many_units() -> None:
    period = quarter()
    record(invented(1, period), period)
    services.rebuild_rollups(layout=layout(), periods=[period])
    indicator = Indicator.objects.get(code="KL07-2.2")
    counts = set()
    for unit in (unit_named("Tỉnh đoàn Hưng Yên"), unit_named("Huyện đoàn Phù Cừ")):
        with CaptureQueriesContext(connection) as asked:
            queries.source(indicator, unit.pk, period)
        counts.add(len(asked))
    assert len(counts) == 1
    assert counts.pop() <= 10


class TestTheDatabaseRefuses:
    """Figures that the tree would lose from the sums (docs/architecture.md §10)."""

    def test_an_element_not_collected_at_the_kind_of_unit(self) -> None:
        branches = Element.objects.get(code="KL08-B1")
        with pytest.raises(IntegrityError, match="is not collected at DISTRICT"), transaction.atomic():
            record({unit_named("Huyện đoàn Phù Cừ").pk: {branches.pk: Decimal(3)}}, quarter())

    def test_a_unit_closed_before_the_last_day(self) -> None:
        commune = unit_named("Đoàn xã Đồng Tiến")
        Unit.objects.filter(pk=commune.pk).update(closed_on="2021-09-30")
        branches = Element.objects.get(code="KL08-B1")
        with pytest.raises(IntegrityError, match="is not open"), transaction.atomic():
            record({commune.pk: {branches.pk: Decimal(3)}}, quarter())

    def test_an_element_before_it_was_collected(self) -> None:
        branches = Element.objects.get(code="KL08-B1")
        branches.unit_kinds.update(validity=DateRange("2022-01-01", None))
        with pytest.raises(IntegrityError, match="is not collected"), transaction.atomic():
            record({unit_named("Đoàn xã Đồng Tiến").pk: {branches.pk: Decimal(3)}}, quarter())

    @pytest.mark.parametrize(
        "change", ["UPDATE indicators_slot SET position = 999", "DELETE FROM indicators_slot"]
    )
    def test_a_slot_that_changes_its_meaning(self, change: str) -> None:
        assert Slot.objects.exists()
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
