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


def retire_all() -> None:
    """What is in force judges nobody any more; the database lets nothing else be done to it."""
    StandardSet.objects.published().update(is_published=False, is_corrected=True)


def publish(found: StandardSet) -> None:
    """With the rows that it has by now."""
    StandardSet.objects.filter(pk=found.pk).update(is_published=True)


def rewrite(*, validity: DateRange | None = None, of: dict[str, str], **limits: int | None) -> None:
    """The set in force with other limits in the rows `of`, as a correction of it."""
    found = StandardSet.objects.published().get()
    rows = list(found.standards.all())
    retire_all()
    found.pk, found.corrects_id, found.reason, found.revision = None, found.pk, "thử", found.revision + 1
    found.is_published, found.validity = False, validity or found.validity
    found.save()
    for row in rows:
        row.pk, row.set = None, found
    Standard.objects.bulk_create(rows)
    found.standards.filter(**of).update(**limits)
    publish(found)


def another_set(since: date, *, is_published: bool, age_max: int) -> None:
    """Of the deputy secretaries of districts alone: an age, a degree, cao cấp, no first age."""
    added = StandardSet.objects.create(
        code="mới",
        short_name="Bộ mới",
        title="Mới",
        validity=DateRange(since, None),
    )
    Standard.objects.create(
        set=added, position_id="DEPUTY_SECRETARY", unit_kind_id="DISTRICT", source="Điều 1", age_max=age_max,
        education_min=Education.UNIVERSITY, theory_min=PoliticalTheory.ADVANCED,
    )  # fmt: skip
    if is_published:
        publish(added)


def new_set() -> None:
    close_289()
    another_set(JULY, is_published=True, age_max=37)


def only_a_draft() -> None:
    close_289()
    another_set(JULY, is_published=False, age_max=37)


def leave_empty(limit: str) -> None:
    rewrite(of={"position": "DEPUTY_SECRETARY", "unit_kind": "DISTRICT"}, **{limit: None})


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
