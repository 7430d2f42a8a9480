"""Models worth copying: the gallery, and one model with where and when it spreads.

A place is the unit just below the topmost one on the day: today a district or Đoàn trực thuộc, whatever comes later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Prefetch, Q, Value, When

from apps.branches.enums import PracticeAct, PracticeState
from apps.branches.models import Adoption, Practice, PracticePicture
from apps.branches.permissions import NOMINATE
from apps.cadres.permissions import reached
from apps.core.charts import Happening, TimelineRow, timeline_chart
from apps.core.vietnamese import day as written
from apps.units.models import Unit, latest_name_of
from apps.units.queries import lineages, name_on

CARDS_A_PAGE = 24
ROWS_A_PAGE = 100
WIDE, NARROW = 1040, 358
SHOWN = (PracticeState.NOMINATED, PracticeState.RECOMMENDED)


@dataclass(frozen=True)
class Filters:
    """`place_id`: where the nominating unit belongs; without a state the withdrawn and declined ones are left out."""

    sector: str = ""
    place_id: int | None = None
    state: str = ""


@dataclass(frozen=True)
class Card:
    """`adopters`: units that go on with it; `places`: where they are."""

    practice: Any
    picture: PracticePicture | None
    place: str
    adopters: int
    places: int


@dataclass(frozen=True)
class Gallery:
    cards: list[Card]
    page: Page[Any]
    places: list[tuple[int, str]]
    recommended: int


@dataclass(frozen=True)
class AdoptionRow:
    adoption: Any
    unit: str
    place: str
    is_running: bool
    is_mine: bool


@dataclass(frozen=True)
class Spread:
    """Dates by places: the finding as a sentence, the picture, the rows."""

    title: str
    svg: str
    svg_narrow: str
    page: Page[Any]
    running: int


@dataclass(frozen=True)
class PracticePage:
    practice: Any
    unit: str
    place: str
    pictures: list[PracticePicture]
    events: list[dict[str, Any]]
    spread: Spread | None

    @property
    def is_offered(self) -> bool:
        """Whether further units may take it up."""
        return self.practice.state in SHOWN

    @property
    def is_open(self) -> bool:
        """Whether its description may be changed."""
        return self.practice.state in (PracticeState.NOMINATED, PracticeState.DECLINED)


def gallery(user: Any, filters: Filters, day: date, page: Any) -> Gallery:
    """Recommended ones first, then those that most units took up. Eight statements, whatever is in it."""
    seen = Practice.objects.visible_to(user, day)
    units = dict(seen.values_list("pk", "unit_id"))
    places = places_of(set(units.values()), day)
    shown = seen.filter(state=filters.state) if filters.state else seen.filter(state__in=SHOWN)
    if filters.sector:
        shown = shown.filter(sector=filters.sector)
    if filters.place_id:
        there = [unit_id for unit_id, (place_id, _) in places.items() if place_id == filters.place_id]
        shown = shown.filter(unit__in=there)
    found = Paginator(_ordered(shown, day), CARDS_A_PAGE).get_page(page)
    return Gallery(
        cards=_cards(list(found.object_list), places, day),
        page=found,
        places=sorted(set(places.values()), key=lambda place: place[1]),
        recommended=shown.filter(state=PracticeState.RECOMMENDED).count(),
    )


def _ordered(practices: Any, day: date) -> Any:
    running = Q(adoptions__ended_on=None) | Q(adoptions__ended_on__gt=day)
    is_first = Case(When(state=PracticeState.RECOMMENDED, then=Value(0)), default=Value(1))
    shown = PracticePicture.objects.filter(withdrawn_at=None).select_related("file")
    return (
        practices.annotate(
            adopters=Count("adoptions", filter=running & Q(adoptions__adopted_on__lte=day)),
            unit_name=latest_name_of("unit_id"),
        )
        .select_related("sector")
        .prefetch_related(Prefetch("pictures", queryset=shown, to_attr="shown_pictures"))
        .order_by(is_first, "-adopters", "-nominated_at", "-pk")
    )


def _cards(practices: Sequence[Any], places: dict[int, tuple[int, str]], day: date) -> list[Card]:
    adoptions = Adoption.objects.filter(practice__in=[one.pk for one in practices], adopted_on__lte=day)
    running = list(
        adoptions.filter(Q(ended_on=None) | Q(ended_on__gt=day)).values_list("practice_id", "unit_id")
    )
    where = places_of({unit_id for _, unit_id in running}, day)
    return [
        Card(
            practice=one,
            picture=next(iter(one.shown_pictures), None),
            place=places[one.unit_id][1],
            adopters=one.adopters,
            places=len({where[unit_id][0] for practice_id, unit_id in running if practice_id == one.pk}),
        )
        for one in practices
    ]


def practice_page(user: Any, practice: Practice, day: date, page: Any = 1) -> PracticePage:
    """`is_mine`: the user records for that unit. A fixed number of statements, whatever the number of adoptions."""
    adoptions = list(
        practice.adoptions.annotate(unit_name=latest_name_of("unit_id")).order_by("-adopted_on", "-pk")
    )
    places = places_of({practice.unit_id, *(row.unit_id for row in adoptions)}, day)
    unit = name_on(practice.unit_id, day)
    kept = reached(NOMINATE, user, day).filter(descendant_id__in=[row.unit_id for row in adoptions])
    mine = set(kept.values_list("descendant_id", flat=True))
    rows = [
        AdoptionRow(
            adoption=row,
            unit=row.unit_name,
            place=places[row.unit_id][1],
            is_running=row.ended_on is None or row.ended_on > day,
            is_mine=row.unit_id in mine,
        )
        for row in adoptions
    ]
    return PracticePage(
        practice=practice,
        unit=unit,
        place=places[practice.unit_id][1],
        pictures=list(practice.pictures.filter(withdrawn_at=None).select_related("file")),
        events=_events(practice, unit),
        spread=_spread(practice, rows, places[practice.unit_id][1], day, page) if rows else None,
    )


def _events(practice: Practice, unit: str) -> list[dict[str, Any]]:
    """Newest first, as components/timeline.html draws them."""
    steps = [
        {
            "date": written(step.at.date()),
            "title": PracticeAct(step.act).label,
            "text": step.note,
            "who": str(step.by),
        }
        for step in practice.steps.select_related("by").order_by("-pk")
    ]
    nominated = {"date": written(practice.nominated_at.date()), "title": "Giới thiệu", "text": unit}
    started = {"date": written(practice.started_on), "title": "Bắt đầu làm", "text": unit}
    events = [*steps, nominated | {"who": str(practice.nominated_by)}, started]
    return [event | {"now": place == 0} for place, event in enumerate(events)]


def _spread(practice: Practice, rows: Sequence[AdoptionRow], home: str, day: date, page: Any) -> Spread:
    """The nominating unit's place is the first lane, its own beginning a ring; then the places as they joined."""
    lanes: dict[str, list[Happening]] = {home: [Happening(practice.started_on, is_subject=False)]}
    for row in reversed(rows):
        lanes.setdefault(row.place, []).append(Happening(row.adoption.adopted_on))
    days = [practice.started_on, *(row.adoption.adopted_on for row in rows)]
    span = {"first": min(days), "last": max(*days, day)}
    drawn = [TimelineRow(name, 0, happenings) for name, happenings in lanes.items()]
    title = _finding(rows)
    return Spread(
        title=title,
        svg=timeline_chart(drawn, **span, title=title, width=WIDE),
        svg_narrow=timeline_chart(drawn, **span, title=title, width=NARROW),
        page=Paginator(rows, ROWS_A_PAGE).get_page(page),
        running=sum(row.is_running for row in rows),
    )


def _finding(rows: Sequence[AdoptionRow]) -> str:
    """7 đơn vị của 3 nơi áp dụng từ 01/02/2020 đến 15/08/2021, 6 đơn vị đang làm"""
    days = [row.adoption.adopted_on for row in rows]
    places, running = len({row.place for row in rows}), sum(row.is_running for row in rows)
    until = f" đến {written(max(days))}" if max(days) > min(days) else ""
    going_on = "tất cả đang làm" if running == len(rows) else f"{running} đơn vị đang làm"
    return f"{len(rows)} đơn vị ở {places} huyện, khối áp dụng từ {written(min(days))}{until}; {going_on}"


def places_of(unit_ids: Collection[int], day: date) -> dict[int, tuple[int, str]]:
    """(id, short name) of the unit just below the topmost one, for each unit; itself when there is none between."""
    above = lineages(list(unit_ids), day)
    alone = [unit_id for unit_id in unit_ids if len(above.get(unit_id, [])) < 2]
    names = dict(
        Unit.objects.filter(pk__in=alone).annotate(latest=latest_name_of("pk")).values_list("pk", "latest")
    )
    return {
        unit_id: (unit_id, names[unit_id]) if unit_id in names else above[unit_id][-2] for unit_id in unit_ids
    }
