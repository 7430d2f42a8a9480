"""The preview of a draft, held against what the verdicts really become; random registers and random drafts."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from apps.cadres.enums import Education, FirstAgeBasis, PoliticalTheory, StandardGroup, Verdict
from apps.cadres.models import Cadre, Standard, StandardSet
from apps.cadres.queries import findings, headline, judged
from apps.cadres.queries.preview import ROWS_A_PAGE, first_preview_day, preview
from apps.units.models import Unit
from tests.cadres.chance import POSITIONS, Lot
from tests.cadres.people import appoint, cadre
from tests.cadres.test_standards_acts import (
    BEGIN,
    STARTS,
    changed,
    copied,
    correction,
    deputy_row,
    put_in_force,
)
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
KINDS = ["PROVINCE", "DISTRICT", "GRASSROOTS", "AFFILIATE"]
STARTS_EARLY = date(2021, 10, 1)


def random_rows(rng: Random, draft: StandardSet) -> None:
    """A few rows removed, kept, changed and added, with gaps."""
    draft.standards.all().delete()
    Standard.objects.bulk_create(
        Standard(
            set=draft, position_id=position, unit_kind_id=kind, group=group, source="Điều 1",
            age_max=rng.choice([None, 30, 33, 35, 38]), first_age_max=rng.choice([None, None, 28, 31]),
            first_age_basis=rng.choice(FirstAgeBasis.values), education_min=rng.choice([None, *Education.values[1:4]]),
            theory_min=rng.choice([None, *PoliticalTheory.values]),
        )
        for position in POSITIONS for kind in KINDS for group in StandardGroup.values if rng.random() < 0.6
    )  # fmt: skip


def everything(world: World, draft: StandardSet, day: date) -> tuple[Counter, list[tuple]]:
    """The counts and all lines of all pages."""
    seen = preview(world.officer, draft, day, DAY)
    lines = [
        line
        for page in seen.page.paginator.page_range
        for line in preview(world.officer, draft, day, DAY, page).lines
    ]
    counted = Counter({(move.before["label"], move.after["label"]): move.posts for move in seen.moves})
    assert sum(counted.values()) == seen.posts
    assert len({line.cadre_id for line in lines}) == seen.changed_people
    return counted, [(line.cadre_id, line.before_words, line.after_words) for line in lines]


def label(verdict: str) -> str:
    return Verdict(verdict).label.capitalize()


def said(row) -> str:
    return headline(row, findings(row))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_the_preview_says_what_the_verdicts_become(world: World, seed: int):
    rng = Random(seed)
    units = [world.province, world.khoai_chau, world.phu_cu, world.affiliate, world.dong_tien, world.dan_tien]
    Lot(seed, units).draw()
    draft = copied(world, STARTS_EARLY)
    random_rows(rng, draft)
    day, days = (
        STARTS_EARLY + timedelta(days=rng.randrange(120)),
        (BEGIN, date(2020, 5, 1), date(2021, 9, 30)),
    )
    earlier, before = {one: judged(one) for one in days}, {row.appointment_id: row for row in judged(day)}
    counted, lines = everything(world, draft, day)
    assert {row.appointment_id: row for row in judged(day)} == before
    put_in_force(world, draft)
    after = {row.appointment_id: row for row in judged(day)}
    assert {one: judged(one) for one in days} == earlier
    pairs = Counter((label(before[key].verdict), label(after[key].verdict)) for key in before)
    assert counted == pairs
    names = dict(Cadre.objects.values_list("pk", "sort_key"))
    other = [key for key in before if before[key].verdict != after[key].verdict]
    other.sort(key=lambda key: (names[before[key].cadre_id], before[key].cadre_id, key))
    assert lines == [(before[key].cadre_id, said(before[key]), said(after[key])) for key in other]
    assert lines


def test_a_correction_is_previewed_beside_what_it_mends(world: World):
    person = cadre(world.khoai_chau, date(1989, 1, 15))
    appoint(person, "DEPUTY_SECRETARY", date(2018, 1, 1))
    draft = correction(world)
    draft = changed(world, draft, deputy_row(draft), age_max=31)
    day = date(2021, 12, 1)
    seen = preview(world.officer, draft, day, DAY)
    assert (seen.title, seen.changed_posts) == ("1/1 cán bộ đổi nhận định", 1)
    (line,) = seen.lines
    assert line.before_words == "Đạt tiêu chuẩn chức danh — Quy chế 289, Điều 10"
    assert line.after_words == "Quá tuổi giữ chức từ 15/01/2021 — Quy chế 289, Điều 10"


def test_only_whose_private_data_are_seen_is_counted(world: World):
    elsewhere = Unit.objects.create(kind_id="DISTRICT", opened_on=date(2010, 1, 1))
    for unit in (elsewhere, world.khoai_chau):
        appoint(cadre(unit, date(1989, 1, 15)), "DEPUTY_SECRETARY", date(2018, 1, 1))
    draft = copied(world)
    draft = changed(world, draft, deputy_row(draft), age_max=31)
    seen = preview(world.officer, draft, STARTS, DAY)
    assert (seen.people, seen.changed_people, seen.title) == (1, 1, "1/1 cán bộ đổi nhận định")
    assert preview(world.viewer, draft, STARTS, DAY).people == 0


def test_pages_are_short_and_cost_the_same_for_few_and_many(world: World):
    draft = copied(world)
    draft = changed(world, draft, deputy_row(draft), age_max=31)
    costs = []
    for count in (3, ROWS_A_PAGE):
        for number in range(count):
            person = cadre(world.khoai_chau, date(1989, 1, 15), name=f"Nguyễn Văn {number}")
            appoint(person, "DEPUTY_SECRETARY", date(2018, 1, 1))
        with CaptureQueriesContext(connection) as asked:
            seen = preview(world.officer, draft, STARTS, DAY)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert (len(seen.lines), seen.page.paginator.num_pages) == (ROWS_A_PAGE, 2)
    last = preview(world.officer, draft, STARTS, DAY, 99)
    assert (last.page.number, len(last.lines)) == (2, 3)


@pytest.mark.parametrize(
    ("mended", "today", "wanted"),
    [
        (None, DAY, STARTS),
        (None, date(2025, 1, 1), STARTS),
        (DateRange(BEGIN, None), DAY, DAY),
        (DateRange(BEGIN, date(2020, 1, 1)), DAY, date(2019, 12, 31)),
        (DateRange(STARTS, None), DAY, STARTS),
    ],
)
def test_the_day_that_is_shown_first(mended, today: date, wanted: date):
    draft = StandardSet(validity=DateRange(STARTS, None))
    draft.corrects = StandardSet(pk=1, validity=mended) if mended else None
    assert first_preview_day(draft, today) == wanted
