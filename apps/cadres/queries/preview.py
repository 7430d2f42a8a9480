"""What a draft would change: everybody's verdict on a day by the set in force and by the draft, one beside the other.

Both sides come from the same expression (`verdicts.py`); only the set that it reads differs. People are those whose
private data the reader may see, since the sentences tell ages and birthdays.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection

from apps.cadres.models import Appointment, StandardSet
from apps.cadres.permissions import VIEW_PRIVATE, reach
from apps.cadres.queries.judging import Judged, judged, judged_by_set
from apps.cadres.queries.lists import page_number
from apps.cadres.queries.person import state
from apps.cadres.queries.sentences import findings, headline
from apps.cadres.queries.verdicts import JUDGED_BY_BOTH
from apps.core.ranges import first_day, last_day
from apps.core.vietnamese import number
from apps.units.models import latest_name_of

ROWS_A_PAGE = 50

SEEN = """c.merged_into_id IS NULL AND c.unit_id IN (
  SELECT descendant_id FROM units_unitancestry
  WHERE validity @> %(today)s::date AND ((depth = 0 AND ancestor_id = ANY(%(own)s::bigint[]))
                                      OR (depth > 0 AND ancestor_id = ANY(%(below)s::bigint[]))))"""
COMPARED = f"""
WITH pairs AS MATERIALIZED (
  SELECT appointment_id, cadre_id, max(verdict) FILTER (WHERE set_id = %(set)s) AS after,
         coalesce(max(verdict) FILTER (WHERE is_in_force), 'no_standard') AS before
  FROM ({JUDGED_BY_BOTH.format(chosen=SEEN)}) judged
  GROUP BY appointment_id, cadre_id
)
SELECT (SELECT coalesce(jsonb_agg(jsonb_build_array(before, after, posts)), '[]')
        FROM (SELECT before, after, count(*) AS posts FROM pairs GROUP BY before, after) counted),
       (SELECT count(DISTINCT cadre_id) FROM pairs),
       (SELECT count(DISTINCT cadre_id) FROM pairs WHERE before <> after),
       ARRAY(SELECT appointment_id FROM pairs JOIN cadres_cadre c ON c.id = cadre_id WHERE before <> after
             ORDER BY c.sort_key, c.id, appointment_id LIMIT {ROWS_A_PAGE} OFFSET %(offset)s)
"""


@dataclass(frozen=True)
class Move:
    """How many positions held go from one verdict to another, or stay."""

    before: dict[str, str]
    after: dict[str, str]
    posts: int
    is_change: bool


@dataclass(frozen=True)
class Line:
    """One position held whose verdict changes, with the sentence of each side."""

    cadre_id: int
    name: str
    position: str
    unit: str
    before: dict[str, str]
    before_words: str
    after: dict[str, str]
    after_words: str


@dataclass(frozen=True)
class Preview:
    """`people`: all in post on the day; `changed_people`, `changed_posts`: whose verdict becomes another."""

    day: date
    people: int
    posts: int
    changed_people: int
    changed_posts: int
    moves: list[Move]
    lines: list[Line]
    page: Page[Any]

    @property
    def title(self) -> str:
        everybody = number(self.people)
        if not self.changed_people:
            return f"không ai trong {everybody} cán bộ đổi nhận định"
        return f"{number(self.changed_people)}/{everybody} cán bộ đổi nhận định"

    @property
    def read(self) -> list[int]:
        """Of whom the page tells ages."""
        return sorted({line.cadre_id for line in self.lines})


def preview(user: Any, draft: StandardSet, day: date, today: date, page: Any = 1) -> Preview:
    """As if the draft were in force on `day`, beside what is; four statements, whoever changes."""
    asked = page_number(page)
    moves, people, changed_people, ids = _compared(user, draft, day, today, asked)
    changed_posts = sum(move.posts for move in moves if move.is_change)
    pages = Paginator(range(changed_posts), ROWS_A_PAGE)
    if asked > pages.num_pages:
        return preview(user, draft, day, today, pages.num_pages)
    return Preview(
        day=day,
        people=people,
        posts=sum(move.posts for move in moves),
        changed_people=changed_people,
        changed_posts=changed_posts,
        moves=moves,
        lines=_lines(draft, day, ids),
        page=pages.page(asked),
    )


def _compared(
    user: Any, draft: StandardSet, day: date, today: date, page: int
) -> tuple[list[Move], int, int, list[int]]:
    own, below = reach(VIEW_PRIVATE, user)
    given: dict[str, Any] = {"own": own, "below": below, "today": today, "day": day, "set": draft.pk}
    with connection.cursor() as cursor:
        cursor.execute(COMPARED, given | {"offset": (page - 1) * ROWS_A_PAGE})
        counted, people, changed, ids = cursor.fetchone()
    return _moves(json.loads(counted)), people, changed, ids


def _moves(counted: list[tuple[str, str, int]]) -> list[Move]:
    """Changes first, the largest first."""
    rows = sorted(counted, key=lambda row: (row[0] == row[1], -row[2], row[0], row[1]))
    return [Move(state(before), state(after), posts, before != after) for before, after, posts in rows]


def _lines(draft: StandardSet, day: date, ids: list[int]) -> list[Line]:
    """In the order of `ids`."""
    chosen, asked = "a.id = ANY(%(ids)s)", {"ids": ids}
    before = {row.appointment_id: row for row in judged(day, chosen, asked)}
    after = {row.appointment_id: row for row in judged_by_set(draft.pk, day, chosen, asked)}
    held = Appointment.objects.select_related("cadre", "position")
    posts = held.annotate(unit_name=latest_name_of("unit_id")).in_bulk(ids)
    return [_line(posts[post], before[post], after[post]) for post in ids if post in before and post in posts]


def _line(post: Appointment, before: Judged, after: Judged) -> Line:
    return Line(
        cadre_id=post.cadre_id,
        name=post.cadre.full_name,
        position=post.position.name,
        unit=str(post.unit_name),  # type: ignore[attr-defined]
        before=state(before.verdict),
        before_words=headline(before, findings(before)),
        after=state(after.verdict),
        after_words=headline(after, findings(after)),
    )


def first_preview_day(draft: StandardSet, today: date) -> date:
    """The day on which the draft begins to judge; of a correction today, or the nearest of its days."""
    days = preview_days(draft)
    since, until = first_day(days), last_day(days)
    if not draft.corrects or today < since:
        return since
    return min(today, until or today)


def preview_days(draft: StandardSet) -> Any:
    """The days on which the draft would judge."""
    return draft.corrects.validity if draft.corrects else draft.validity
