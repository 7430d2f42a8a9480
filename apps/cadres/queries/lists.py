"""The list of cadres: who holds what on a day, judged, counted and cut into pages by one statement.

One line a person: the main position, or the first one of those that the filters choose. Only what the reader may see
is counted. Birth dates leave the database for those rows alone whose private data the reader may see, and neither
the age band nor another day than today can be asked by anybody else: each would tell a birth date by and by.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import OuterRef, Subquery, TextChoices

from apps.cadres.enums import Verdict
from apps.cadres.models import Appointment, Cadre
from apps.cadres.permissions import VIEW, VIEW_PRIVATE, reach, reached
from apps.cadres.queries.ages import age_on
from apps.cadres.queries.verdicts import JUDGED
from apps.core.vietnamese import fold, nfc
from apps.units.models import latest_name_of

ROWS_A_PAGE = 50
MOST = 100_000  # rows of a file


class Shown(TextChoices):
    """Whom the list shows, as the address says it."""

    OVER_AGE = "qua-tuoi", "quá tuổi giữ chức"
    NOT_MET = "chua-dat", "chưa đạt"
    NO_DATA = "chua-du-du-lieu", "chưa đủ dữ liệu"
    NO_STANDARD = "chua-nhap-tieu-chuan", "chưa nhập tiêu chuẩn"
    MET = "dat", "đạt"
    WITHOUT = "khong-giu-chuc", "không giữ chức danh nào"


class AgeBand(TextChoices):
    """The bands of Biểu 1."""

    TO_30 = "den-30", "đến 30 tuổi"
    TO_35 = "31-35", "31–35 tuổi"
    TO_40 = "36-40", "36–40 tuổi"
    OVER_40 = "tren-40", "trên 40 tuổi"
    UNKNOWN = "khong-ro", "chưa có ngày sinh"


# The first and the last year of a band.
YEARS: dict[str, tuple[int | None, int | None]] = {
    AgeBand.TO_30: (None, 30),
    AgeBand.TO_35: (31, 35),
    AgeBand.TO_40: (36, 40),
    AgeBand.OVER_40: (41, None),
}
IN_A_PLAN, IN_NO_PLAN = "co", "khong"


@dataclass(frozen=True)
class Filters:
    """What the address asks for. `day`: the day judged; `shown`: a verdict, an outcome of the age test, or "" """

    day: date
    unit_id: int | None = None
    position: str = ""
    shown: str = ""
    age: str = ""
    text: str = ""
    plan: str = ""


@dataclass(frozen=True)
class Row:
    """One person. `age` and `over_age_on` are empty for readers without that right, and when unknown."""

    cadre_id: int
    name: str
    position: str
    unit: str
    verdict: Verdict | None
    is_over_age: bool
    is_private: bool
    age: int | None
    over_age_on: date | None


@dataclass(frozen=True)
class Listed:
    """One page of the list, and how many people it has in all; `over_age` of them are too old for their position."""

    rows: list[Row]
    total: int
    over_age: int
    page: Page[Any]


# {source}: people with their position, or those without one.
LIST = """
WITH seen AS MATERIALIZED (
  SELECT descendant_id AS unit_id,
         bool_or((depth = 0 AND ancestor_id = ANY(%(private_own)s::bigint[]))
              OR (depth > 0 AND ancestor_id = ANY(%(private_below)s::bigint[]))) AS is_private
  FROM units_unitancestry
  WHERE validity @> %(today)s::date AND ((depth = 0 AND ancestor_id = ANY(%(own)s::bigint[]))
                                      OR (depth > 0 AND ancestor_id = ANY(%(below)s::bigint[])))
  GROUP BY descendant_id
), people AS MATERIALIZED (
  SELECT c.id, c.full_name, c.sort_key, c.born_on, seen.is_private, post.*
  FROM cadres_cadre c JOIN seen ON seen.unit_id = c.unit_id {source}
), totals AS (
  SELECT count(*) AS total, count(*) FILTER (WHERE age_test = 'not_met') AS over_age FROM people
)
SELECT totals.total, totals.over_age, shown.id, shown.full_name, position.name, place.name,
       shown.verdict, shown.age_test, shown.is_private, CASE WHEN shown.is_private THEN shown.born_on END,
       CASE WHEN shown.is_private THEN shown.over_age_on END, shown.counting
FROM totals LEFT JOIN LATERAL (
  SELECT * FROM people ORDER BY sort_key, id LIMIT {size}
  OFFSET least(%(offset)s, greatest(totals.total - 1, 0) / {size} * {size})
) shown ON true
LEFT JOIN cadres_position position ON position.code = shown.position_id
LEFT JOIN LATERAL (
  SELECT name FROM units_unitname WHERE unit_id = shown.place_id ORDER BY validity @> %(day)s::date DESC, validity DESC
  LIMIT 1
) place ON true
ORDER BY shown.sort_key, shown.id
"""

HOLDING = """
JOIN (
  SELECT DISTINCT ON (cadre_id) cadre_id, unit_id AS place_id, position_id, verdict, age_test,
         over_age_on, counting
  FROM ({judged}) judged ORDER BY cadre_id, is_main DESC, appointment_id
) post ON post.cadre_id = c.id {{where}}"""

WITHOUT = """
CROSS JOIN (SELECT NULL::text AS position_id, NULL::text AS verdict, NULL::text AS age_test,
                   NULL::date AS over_age_on, NULL::text AS counting) none
CROSS JOIN LATERAL (SELECT c.unit_id AS place_id, none.*) post
WHERE NOT EXISTS (SELECT 1 FROM cadres_appointment held WHERE held.cadre_id = c.id AND held.validity @> %(day)s::date)
  AND {chosen}"""

IN_UNIT = """IN (SELECT descendant_id FROM units_unitancestry
  WHERE ancestor_id = %(unit)s AND validity @> %(day)s::date)"""
IN_PLAN = """EXISTS (SELECT 1 FROM cadres_successioncandidate candidate
  WHERE candidate.cadre_id = c.id AND candidate.validity @> %(day)s::date)"""
TURNED = "(c.born_on + make_interval(years => {age}))::date <= %(day)s"
OUTCOMES: dict[str, str] = {
    Shown.OVER_AGE: "WHERE post.age_test = 'not_met'",
    Shown.NOT_MET: "WHERE post.verdict = 'not_met'",
    Shown.NO_DATA: "WHERE post.verdict = 'no_data'",
    Shown.NO_STANDARD: "WHERE post.verdict = 'no_standard'",
    Shown.MET: "WHERE post.verdict = 'met'",
}


def cadre_list(user: Any, filters: Filters, today: date, page: Any = 1) -> Listed:
    """One page of those whom the user may see; one statement beside the user's roles."""
    filters = _allowed(user, filters, today)
    number = page_number(page)
    parameters = _parameters(user, filters, today) | {"offset": (number - 1) * ROWS_A_PAGE}
    with connection.cursor() as cursor:
        cursor.execute(_statement(filters), parameters)
        found = cursor.fetchall()
    total, over_age = found[0][:2]
    pages = Paginator(range(total), ROWS_A_PAGE)
    rows = [_row(columns[2:], filters.day) for columns in found if columns[2] is not None]
    return Listed(rows, total, over_age, pages.page(min(number, pages.num_pages)))


def whole_list(user: Any, filters: Filters, today: date) -> list[Row]:
    """The same people without pages, for a file."""
    filters = _allowed(user, filters, today)
    with connection.cursor() as cursor:
        cursor.execute(_statement(filters, MOST), _parameters(user, filters, today) | {"offset": 0})
        found = cursor.fetchall()
    return [_row(columns[2:], filters.day) for columns in found if columns[2] is not None]


def sees_any_private(user: Any) -> bool:
    own, below = reach(VIEW_PRIVATE, user)
    return bool(own or below)


def _allowed(user: Any, filters: Filters, today: date) -> Filters:
    """Whoever sees no birth date asks by no age and of no other day."""
    if sees_any_private(user):
        return filters
    return Filters(**{**filters.__dict__, "day": today, "age": ""})


def _statement(filters: Filters, size: int = ROWS_A_PAGE) -> str:
    people = " AND ".join(_people(filters))
    if filters.shown == Shown.WITHOUT:
        place = f" AND c.unit_id {IN_UNIT}" if filters.unit_id else ""
        return LIST.format(source=WITHOUT.format(chosen=people + place), size=size)
    chosen = people + (f" AND a.unit_id {IN_UNIT}" if filters.unit_id else "")
    chosen += " AND a.position_id = %(position)s" if filters.position else ""
    judged = HOLDING.format(judged=JUDGED.format(chosen=chosen))
    return LIST.format(source=judged.format(where=OUTCOMES.get(filters.shown, "")), size=size)


def _people(filters: Filters) -> list[str]:
    """Whose appointments are judged at all, as SQL over `c`: no more people are judged than are counted."""
    conditions = ["c.merged_into_id IS NULL", "c.unit_id IN (SELECT unit_id FROM seen)"]
    conditions += [f"c.search_key ~ %(word{place})s" for place, _ in enumerate(_words(filters.text))]
    if filters.plan:
        conditions.append(IN_PLAN if filters.plan == IN_A_PLAN else f"NOT {IN_PLAN}")
    if filters.age:
        conditions += ["c.unit_id IN (SELECT unit_id FROM seen WHERE is_private)", *_band(filters.age)]
    return conditions


def _band(age: str) -> list[str]:
    """Full years on the day, as SQL."""
    if age == AgeBand.UNKNOWN:
        return ["c.born_on IS NULL"]
    low, high = YEARS[age]
    bounds = [TURNED.format(age=low)] if low else []
    return bounds + ([f"NOT {TURNED.format(age=high + 1)}"] if high else [])


def _words(text: str) -> list[str]:
    return fold(nfc(text)).split()


def _parameters(user: Any, filters: Filters, today: date) -> dict[str, Any]:
    own, below = reach(VIEW, user)
    private_own, private_below = reach(VIEW_PRIVATE, user)
    words = {f"word{place}": rf"\m{re.escape(word)}" for place, word in enumerate(_words(filters.text))}
    return {
        "own": own,
        "below": below,
        "private_own": private_own,
        "private_below": private_below,
        "today": today,
        "day": filters.day,
        "unit": filters.unit_id,
        "position": filters.position,
        **words,
    }


def page_number(page: Any) -> int:
    """The number in an address; what cannot be read is the first page."""
    text = str(page)
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _row(columns: Any, day: date) -> Row:
    cadre_id, name, position, unit, verdict, age_test, is_private, born, over_on, counting = columns
    return Row(
        cadre_id=cadre_id,
        name=name,
        position=position or "",
        unit=unit or "",
        verdict=Verdict(verdict) if verdict else None,
        is_over_age=age_test == Verdict.NOT_MET,
        is_private=is_private,
        age=age_on(born, day, counting or "full_years") if born else None,
        over_age_on=over_on,
    )


def search_cadres(user: Any, words: list[str], today: date, most: int) -> list[Cadre]:
    """People whose names have words that begin so, with `post` and `unit_name`; empty for those who see none."""
    held = Appointment.objects.filter(cadre=OuterRef("pk"), validity__contains=today)
    found = Cadre.objects.listed().filter(unit_id__in=reached(VIEW, user, today))
    for word in words:
        found = found.filter(search_key__regex=rf"\m{re.escape(word)}")
    return list(
        found.annotate(
            post=Subquery(held.order_by("-is_main", "pk").values("position__name")[:1]),
            unit_name=latest_name_of("unit_id"),
        )[:most]
    )
