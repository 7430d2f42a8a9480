"""Branches at the size of docs/speed.md: 5.000 branches, four yearly rounds of 100 criteria, in the demo province."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from apps.accounts.models import User
from apps.assessments import services
from apps.assessments.models import Assessment, AssessmentRound, CriteriaSet, Criterion, RatingClass
from apps.assessments.queries.results_page import results_page
from apps.core.vietnamese import sort_key
from apps.units.models import Unit, UnitName, UnitParent, UnitSector
from apps.units.services import rebuild_ancestry
from tests.bench.pages import Row, measured
from tests.world import DAY
from tinhdoan.web import when_ready

BRANCHES, CRITERIA, YEARS = 5_000, 100, (2022, 2023, 2024, 2025)
SINCE = date(2019, 1, 1)
# Decided points by the branch's and the criterion's number; three quarters to all of the full points.
SCORES = """
INSERT INTO assessments_score (assessment_id, criterion_id, self_points, appraised_points, decided_points, self_note,
  appraised_reason, decided_reason, is_returned, return_note, version)
SELECT a.id, c.id, p, p, p, '', '', '', false, '', 1
FROM assessments_assessment a
JOIN assessments_assessmentround r ON r.id = a.round_id AND r.id = %(round)s
JOIN assessments_criterion c ON c.set_id = r.set_id
CROSS JOIN LATERAL (SELECT round(c.max_points * (75 + (a.unit_id * 7 + c.id * 13 + r.year) %% 26) / 100, 2) AS p) given
"""
DECIDED = """
UPDATE assessments_assessment a SET state = 'decided', self_points = s.p, appraised_points = s.p, decided_points = s.p,
  class_code = CASE WHEN s.p >= 90 THEN 'excellent' WHEN s.p >= 70 THEN 'good' ELSE 'done' END,
  decision_number = '1', decision_on = make_date(%(year)s, 12, 30), version = 2
FROM (SELECT assessment_id, sum(decided_points) AS p FROM assessments_score GROUP BY assessment_id) s
WHERE s.assessment_id = a.id AND a.round_id = %(round)s
"""


def rows() -> Iterator[Row]:
    when_ready(None)  # as the web processes start
    officer = User.objects.get(username="tochuc")
    grow()
    rounds = [judged(year, officer) for year in YEARS[:-1]]
    last = opened(YEARS[-1], officer)
    filled(last, decide=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield from sizes()
    province = Unit.objects.named(DAY).get(kind="PROVINCE")
    yield timed(
        "results of a round for the province, 5.000 branches × 100 criteria",
        lambda: results_page(
            province, AssessmentRound.objects.select_related("set").get(pk=rounds[-1].pk), 1
        ),
        "≤ 2 s",
    )
    yield timed(
        "closing a round of 5.000",
        lambda: services.close_round(actor=officer, round_id=last.pk, version=last.version),
        "≤ 10 s",
    )
    district = Unit.objects.named(DAY).get(name="Huyện đoàn Khoái Châu")
    commune = Unit.objects.named(DAY).get(name="Đoàn xã Đồng Tiến")
    for name, username, path in (
        ("branches of the province", "tochuc", f"/chi-doan/don-vi/{province.pk}/"),
        ("board of a commune", "xa.dongtien", f"/chi-doan/don-vi/{commune.pk}/"),
        ("list of a district's branches", "khoaichau", f"/chi-doan/don-vi/{district.pk}/danh-sach/"),
        ("weak branches of the province", "tochuc", "/chi-doan/yeu/"),
        ("rounds", "tochuc", "/danh-gia/"),
        ("round and queue, province", "tochuc", f"/danh-gia/dot/{last.pk}/"),
        ("round and queue, commune", "xa.dongtien", f"/danh-gia/dot/{last.pk}/"),
        ("results of the province", "tochuc", f"/danh-gia/ket-qua/{rounds[-1].pk}/"),
        ("results of a commune", "xa.dongtien", f"/danh-gia/ket-qua/{rounds[-1].pk}/?don-vi={commune.pk}"),
    ):
        yield measured(f"5.000 branches: {name}", username, path)


def sizes() -> Iterator[Row]:
    branches = Unit.objects.filter(kind="BRANCH").count()
    yield (
        "branches, assessments, scores",
        f"{branches}, {Assessment.objects.count()}, {score_count()}",
        "size",
    )


def score_count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessments_score")
        return int(cursor.fetchone()[0])


def timed(name: str, act: Callable[[], object], budget: str) -> Row:
    start = time.perf_counter()
    act()
    return name, f"{(time.perf_counter() - start) * 1000:.0f} ms", budget


@transaction.atomic
def grow() -> None:
    """Branches beside those of the demo, spread over the communes."""
    communes = list(Unit.objects.open_on(DAY).filter(kind="GRASSROOTS").order_by("pk"))
    missing = BRANCHES - Unit.objects.filter(kind="BRANCH").count()
    units = Unit.objects.bulk_create(Unit(kind_id="BRANCH", opened_on=SINCE) for _ in range(missing))
    validity = DateRange(SINCE, None)
    names = [f"Chi đoàn khu {number}" for number in range(missing)]
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=name, short_name=name, sort_key=sort_key(name), validity=validity)
        for unit, name in zip(units, names, strict=True)
    )
    UnitParent.objects.bulk_create(
        UnitParent(unit=unit, parent=communes[place % len(communes)], validity=validity)
        for place, unit in enumerate(units)
    )
    UnitSector.objects.bulk_create(
        UnitSector(unit=unit, sector_id="RURAL", validity=validity) for unit in units
    )
    rebuild_ancestry()


def big_set(year: int) -> CriteriaSet:
    """100 criteria of one point each, published."""
    made = CriteriaSet.objects.create(
        code="ĐO", version=year, title="Bộ để đo", unit_kind_id="BRANCH", starts_on_year=2019, source="đo"
    )
    for rank, (code, least) in enumerate(
        (("excellent", 90), ("good", 70), ("done", 50), ("failed", 0)), start=1
    ):
        RatingClass.objects.create(set=made, code=code, name=code, min_points=least, rank=rank)
    Criterion.objects.bulk_create(
        Criterion(
            set=made, code=f"Đ{number}", section="Mặt", text=f"Tiêu chí {number}", max_points=Decimal(1),
            method="free", rank=number,
        )
        for number in range(1, CRITERIA + 1)
    )  # fmt: skip
    CriteriaSet.objects.filter(pk=made.pk).update(state="published")
    return made


def opened(year: int, officer: User) -> AssessmentRound:
    due = timezone.make_aware(datetime(year, 12, 5, 17))
    calendar = services.Calendar(f"Đo {year}", due, due + timedelta(days=10), due + timedelta(days=20))
    return services.open_round(
        actor=officer, set_id=big_set(year).pk, year=year, opens_on=date(year, 11, 15), calendar=calendar
    )


def filled(within: AssessmentRound, *, decide: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SCORES, {"round": within.pk})
        cursor.execute("ANALYZE assessments_score")
        if decide:
            cursor.execute(DECIDED, {"round": within.pk, "year": within.year})


def judged(year: int, officer: User) -> AssessmentRound:
    within = opened(year, officer)
    filled(within, decide=True)
    return within
