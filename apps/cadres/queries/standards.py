"""Sets of standards as pages show them: over time, row by row, and how ages are counted in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from apps.cadres.enums import AgeCounting, FirstAgeBasis
from apps.cadres.models import AgeRule, Standard, StandardSet
from apps.cadres.queries.ages import birthday, too_old_on
from apps.core.ranges import first_day, in_words
from apps.core.vietnamese import MISSING
from apps.core.vietnamese import day as written

ROWS_A_PAGE = 100
EXAMPLE_BORN, EXAMPLE_LIMIT = date(1986, 3, 12), 35
IN_FORCE = {"icon": "check-circle-fill", "tone": "ok", "label": "Đang dùng"}
NOT_YET = {"icon": "clock", "tone": "info", "label": "Chưa tới ngày"}
ENDED = {"icon": "clock-history", "tone": "neutral", "label": "Hết hiệu lực"}
CORRECTED = {"icon": "pencil-square", "tone": "neutral", "label": "Đã có bản sửa thay"}
DRAFT = {"icon": "pencil", "tone": "warn", "label": "Dự thảo, chưa xét ai"}


@dataclass(frozen=True)
class Cell:
    """One row of a set in words; "—": no rule was found."""

    standard: Standard
    group: str
    first_age: str
    basis: str
    age: str
    education: str
    theory: str


@dataclass(frozen=True)
class Counting:
    """How ages are counted on a day. `row` None: nothing was entered, full years are taken."""

    row: AgeRule | None
    words: str
    example: str


def set_on(day: date) -> StandardSet | None:
    """The set that judges on that day."""
    return StandardSet.objects.published().filter(validity__contains=day).first()


def state_of(found: StandardSet, day: date) -> dict[str, str]:
    """As icon, word and tone (components/state_badge.html)."""
    if found.is_corrected:
        return CORRECTED
    if found.is_draft:
        return DRAFT
    if first_day(found.validity) > day:
        return NOT_YET
    return ENDED if found.validity.upper and found.validity.upper <= day else IN_FORCE


def timeline(day: date, page: Any, *, with_drafts: bool) -> Page[dict[str, Any]]:
    """Drafts, then what was and is in force, the latest first, and the days without any set; one statement."""
    found = StandardSet.objects.seen(with_drafts=with_drafts).filter(is_corrected=False)
    drafts = [_event(one, day) for one in found if one.is_draft]
    published = [one for one in found if one.is_published]
    return Paginator(drafts + _history(published, day), ROWS_A_PAGE // 2).get_page(page)


def lines(found: StandardSet, page: Any) -> Page[Cell]:
    """The rows of a set by level, position and group; at most a hundred a page."""
    rows = found.standards.select_related("position", "unit_kind")
    shown: Page[Any] = Paginator(rows, ROWS_A_PAGE).get_page(page)
    shown.object_list = [cell(row) for row in shown.object_list]
    return shown


def cell(row: Standard) -> Cell:
    return Cell(
        standard=row,
        group=row.get_group_display(),
        first_age=_limit(row.first_age_max),
        basis="vào Ban Chấp hành"
        if row.first_age_max and row.first_age_basis == FirstAgeBasis.COMMITTEE
        else "",
        age=_limit(row.age_max),
        education=f"từ {row.get_education_min_display()}" if row.education_min is not None else MISSING,
        theory=f"từ {row.get_theory_min_display()}" if row.theory_min is not None else MISSING,
    )


def _limit(years: int | None) -> str:
    return MISSING if years is None else str(years)


def counting(day: date) -> Counting:
    """In words, with one person as an example."""
    row = AgeRule.objects.filter(validity__contains=day).first()
    way = AgeCounting(row.counting) if row else AgeCounting.FULL_YEARS
    over_on = written(too_old_on(EXAMPLE_BORN, EXAMPLE_LIMIT, way))
    if way == AgeCounting.FULL_YEARS:
        words = (
            "Tuổi tròn đến ngày xét: trước ngày sinh nhật chưa tính thêm tuổi; sinh ngày 29/02 thì "
            "năm thường tính ngày 28/02."
        )
        last = written(birthday(EXAMPLE_BORN, EXAMPLE_LIMIT + 1) - timedelta(days=1))
        return Counting(row, words, _example(f"đến hết {last} còn {EXAMPLE_LIMIT} tuổi", over_on))
    words = "Theo năm sinh: năm xét trừ năm sinh, không kể ngày, tháng sinh."
    return Counting(row, words, _example(f"cả năm {EXAMPLE_BORN.year + EXAMPLE_LIMIT} còn đạt", over_on))


def _example(still: str, over_on: str) -> str:
    return (
        f"Ví dụ, mức “không quá {EXAMPLE_LIMIT} tuổi”, sinh ngày {written(EXAMPLE_BORN)}: "
        f"{still}, quá tuổi từ {over_on}."
    )


def _history(published: list[StandardSet], day: date) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for place, one in enumerate(published):
        later = published[place - 1].validity.lower if place else None
        if one.validity.upper and one.validity.upper != later:
            events.append(_gap(one.validity.upper, later, day))
        events.append(_event(one, day))
    return events


def _event(one: StandardSet, day: date) -> dict[str, Any]:
    dates = in_words(one.validity)
    drafted = "bản sửa lỗi gõ đang soạn" if one.corrects_id else f"dự thảo, dự kiến {dates}"
    return {
        "date": written(first_day(one.validity)),
        "title": str(one),
        "text": drafted if one.is_draft else dates,
        "who": one.title,
        "now": one.is_published and day in one.validity,
        "url": reverse("cadres:standard_set", args=[one.pk]),
    }


def _gap(since: date, until: date | None, day: date) -> dict[str, Any]:
    ended = f" đến hết {written(until - timedelta(days=1))}" if until else ""
    return {
        "date": written(since),
        "title": "Chưa nhập bộ nào",
        "text": f"từ {written(since)}{ended}, nhận định là “chưa nhập tiêu chuẩn”",
        "now": since <= day and not (until and until <= day),
    }


def correction_of(found: StandardSet, *, with_drafts: bool) -> StandardSet | None:
    """What mends a typing error of the set: took its place, or is being written."""
    return StandardSet.objects.seen(with_drafts=with_drafts).filter(corrects=found).first()
