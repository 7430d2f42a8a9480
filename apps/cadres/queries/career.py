"""A person's way through the levels: what was held when, and the day on which the age limit is passed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields.ranges import RangeStartsWith
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from apps.cadres.models import Appointment, AppointmentFile
from apps.cadres.queries.ages import age_on, birthday
from apps.cadres.queries.judging import Judged
from apps.core.charts import Mark, Passing, Span, lane_chart
from apps.core.ranges import first_day, in_words
from apps.core.vietnamese import day as written
from apps.units.models import UnitName

WIDE, PHONE = 1040, 342
AGES = range(20, 70, 5)


@dataclass(frozen=True)
class Post:
    """One position held, as the page tells it."""

    appointment: Appointment
    unit: str
    days: str
    how: str
    ending: str
    is_held: bool
    papers: Sequence[AppointmentFile] = ()


@dataclass(frozen=True)
class Career:
    """Positions, the latest first; the pictures are empty without any."""

    title: str
    posts: list[Post]
    svg: SafeString | str
    svg_narrow: SafeString | str


def career(cadre_id: int, main: Judged | None, day: date, *, is_private: bool) -> Career:
    """`main`: the position whose limit is drawn. Ages and decisions are for those who may know them. Two statements."""
    rows = list(_appointments(cadre_id))
    papers = _papers(cadre_id) if is_private else {}
    posts = [_post(row, day, papers.get(row.pk, ())) for row in rows]
    if not rows:
        return Career("Chưa ghi việc giữ chức nào", posts, "", "")
    title = _title(rows, day)
    known = main if is_private else None
    wide, phone = (_picture(rows, known, day, title, width) for width in (WIDE, PHONE))
    return Career(title, posts, wide, phone)


def _appointments(cadre_id: int) -> Iterable[Appointment]:
    """With the unit's name on the first day of the appointment, or its first name."""
    names = UnitName.objects.filter(unit_id=OuterRef("unit_id"))
    begun = names.filter(validity__startswith__lte=OuterRef("since")).order_by("-validity")
    first = names.order_by("validity")
    return (
        Appointment.objects.filter(cadre_id=cadre_id)
        .select_related("position", "unit__kind")
        .annotate(since=RangeStartsWith("validity"))
        .annotate(unit_name=Coalesce(Subquery(begun.values("name")[:1]), Subquery(first.values("name")[:1])))
        .order_by("-validity", "position__rank")
    )


def _papers(cadre_id: int) -> dict[int, list[AppointmentFile]]:
    found: dict[int, list[AppointmentFile]] = {}
    attached = AppointmentFile.objects.attached().filter(appointment__cadre_id=cadre_id)
    for paper in attached.select_related("file"):
        found.setdefault(paper.appointment_id, []).append(paper)
    return found


def _post(row: Appointment, day: date, papers: Sequence[AppointmentFile]) -> Post:
    decision = f", quyết định {row.decision_number}" if row.decision_number else ""
    ended = f"{row.get_ending_display()}{_of(row.ending_decision)}" if row.ending else ""
    return Post(
        appointment=row,
        unit=_unit(row),
        days=in_words(row.validity),
        how=f"{row.get_origin_display()}{decision}",
        ending=ended,
        is_held=_is_held(row, day),
        papers=papers,
    )


def _of(decision: str) -> str:
    return f", quyết định {decision}" if decision else ""


def _unit(row: Appointment) -> str:
    return str(row.unit_name)  # type: ignore[attr-defined]


def _is_held(row: Appointment, day: date) -> bool:
    return first_day(row.validity) <= day and not (row.validity.upper and row.validity.upper <= day)


def _title(rows: Sequence[Appointment], day: date) -> str:
    """Năm chức danh trong gần 14 năm, từ Chi đoàn lên Huyện, thị, thành Đoàn"""
    begun = [row for row in rows if first_day(row.validity) <= day] or list(rows)
    first, last = begun[-1], begun[0]
    years = (min(row.validity.upper or day for row in [last]) - first_day(first.validity)).days / 365.25
    span = f"{round(years)} năm" if years >= 1 else "chưa đầy một năm"
    count = f"{len(begun)} chức danh trong {span}"
    lower, higher = first.unit.kind, last.unit.kind
    climbs = f", từ {lower.name} lên {higher.name}" if higher.rank < lower.rank else ""
    return count + climbs


def _picture(
    rows: Sequence[Appointment], main: Judged | None, day: date, title: str, width: float
) -> SafeString:
    kinds = sorted({(row.unit.kind.rank, row.unit.kind.name) for row in rows})
    lanes = [name for _, name in kinds]
    passing = _passing(main, rows)
    first = date(min(first_day(row.validity) for row in rows).year, 1, 1)
    ends = [day, *(row.validity.upper for row in rows if row.validity.upper)]
    ends += [passing.on] if passing else []
    last = date(max(ends).year + 1, 1, 1)
    limited = main.appointment_id if main else None
    spans = [_span(row, lanes, day, last, row.pk == limited) for row in reversed(rows)]
    marks = _ages(main, first, last) if main else []
    return lane_chart(
        lanes, spans, first=first, last=last, marks=marks, passing=passing, title=title, width=width
    )


def _span(row: Appointment, lanes: Sequence[str], day: date, last: date, is_limited: bool) -> Span:
    """What is held today is drawn as far as today."""
    start = first_day(row.validity)
    end = row.validity.upper or max(day, start)
    return Span(
        lane=lanes.index(row.unit.kind.name),
        name=row.position.name,
        note=_unit(row),
        start=start,
        end=min(end, last),
        words=f"{row.position.name}, {_unit(row)}, {in_words(row.validity)}",
        is_now=_is_held(row, day),
        is_limited=is_limited,
    )


def _ages(main: Judged, first: date, last: date) -> list[Mark]:
    """Every fifth birthday within the picture, the limit's own in bold."""
    if main.born_on is None:
        return []
    born, limit = main.born_on, main.age_max
    ages = sorted({*AGES, limit} if limit is not None else set(AGES))
    turned = [(age, birthday(born, age)) for age in ages]
    return [Mark(on, f"{age} tuổi", age == limit) for age, on in turned if first <= on < last]


def _passing(main: Judged | None, rows: Sequence[Appointment]) -> Passing | None:
    """When the limit is passed, as far as that is no further away than what the picture shows anyway."""
    if main is None or main.over_age_on is None or main.born_on is None:
        return None
    begun = min(first_day(row.validity) for row in rows)
    if not begun <= main.over_age_on or main.over_age_on.year > main.day.year + 3:
        return None
    age = age_on(main.born_on, main.over_age_on, main.counting)
    return Passing(
        main.over_age_on, f"{written(main.over_age_on)}: {age} tuổi", f"quá mức không quá {main.age_max} tuổi"
    )
