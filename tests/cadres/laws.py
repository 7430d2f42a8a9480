"""Scenes of rules: what changes in the standards as they are delivered, as `verdicts.md` calls them."""

from collections.abc import Callable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres.enums import AgeCounting, Education, PoliticalTheory
from apps.cadres.models import AgeRule, Standard, StandardSet

LONG_AGO, JULY = date(2000, 1, 1), date(2021, 7, 1)


def count(counting: AgeCounting, since: date = LONG_AGO, until: date | None = None) -> None:
    AgeRule.objects.create(counting=counting, validity=DateRange(since, until), source="thử")


def counted(first: AgeCounting, then: AgeCounting | None = None) -> None:
    """Only these ways of counting: one for ever, or another since July."""
    AgeRule.objects.all().delete()
    count(first, until=JULY if then else None)
    if then:
        count(then, since=JULY)


def close_289() -> None:
    StandardSet.objects.update(validity=DateRange(date(2010, 2, 8), JULY))


def another_set(since: date, *, is_published: bool, age_max: int) -> None:
    """Of the deputy secretaries of districts alone: an age, a degree, cao cấp, no first age."""
    added = StandardSet.objects.create(
        code="mới",
        short_name="Bộ mới",
        title="Mới",
        validity=DateRange(since, None),
        is_published=is_published,
    )
    Standard.objects.create(
        set=added, position_id="DEPUTY_SECRETARY", unit_kind_id="DISTRICT", source="Điều 1", age_max=age_max,
        education_min=Education.UNIVERSITY, theory_min=PoliticalTheory.ADVANCED,
    )  # fmt: skip


def new_set() -> None:
    close_289()
    another_set(JULY, is_published=True, age_max=37)


def only_a_draft() -> None:
    close_289()
    another_set(JULY, is_published=False, age_max=37)


def leave_empty(limit: str) -> None:
    Standard.objects.filter(position="DEPUTY_SECRETARY", unit_kind="DISTRICT").update(**{limit: None})


FULL, CALENDAR = AgeCounting.FULL_YEARS, AgeCounting.CALENDAR_YEAR
LAWS: dict[str, Callable[[], object]] = {
    "": lambda: None,
    "theo năm sinh": lambda: counted(CALENDAR),
    "năm sinh từ 1/7": lambda: counted(FULL, CALENDAR),
    "tuổi tròn từ 1/7": lambda: counted(CALENDAR, FULL),
    "không ghi cách tính": lambda: AgeRule.objects.all().delete(),
    "bộ mới từ 1/7": new_set,
    "289 hết hiệu lực 1/7": close_289,
    "có bộ dự thảo": lambda: another_set(LONG_AGO, is_published=False, age_max=25),
    "từ 1/7 chỉ có dự thảo": only_a_draft,
    "bỏ trống chuyên môn": lambda: leave_empty("education_min"),
    "bỏ trống tuổi": lambda: leave_empty("age_max"),
}
