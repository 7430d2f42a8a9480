"""One unit as its page shows it: who and where it is, and its milestones. A fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from apps.core.ranges import first_day, in_words
from apps.core.vietnamese import day as written
from apps.core.vietnamese import moment
from apps.units.enums import Role, UnitAct
from apps.units.models import Membership, Unit, UnitCode, UnitEvent, UnitName, UnitParent
from apps.units.queries.tree import lineages, nearest_day


@dataclass(frozen=True)
class Milestone:
    """One line of the timeline (components/timeline.html)."""

    date: str
    title: str
    text: str
    who: str
    now: bool


@dataclass(frozen=True)
class Dated:
    """A name, code or superior and the days it held, in words."""

    what: str
    value: str
    days: str


@dataclass(frozen=True)
class Holder:
    name: str
    role: str
    since: str


@dataclass(frozen=True)
class Card:
    """`on` is the asked day (then `is_open`) or the nearest one in the unit's life; `above`: the nearest first."""

    unit: Unit
    on: date
    name: str
    short_name: str
    code: str
    code_days: str
    kind: str
    above: list[tuple[int, str]]
    is_open: bool
    dated: list[Dated]
    milestones: list[Milestone]

    @property
    def from_top(self) -> list[tuple[int, str]]:
        """The way down to the unit."""
        return self.above[::-1]


def unit_card(unit: Unit, day: date, *, with_people: bool) -> Card:
    """`unit` comes through the door. Who recorded a milestone is told only `with_people`."""
    on = nearest_day(unit, day)
    names, codes = list(unit.names.order_by("-validity")), list(unit.codes.order_by("-validity"))
    parents = list(_parents(unit))
    name, code = _holding(names, on), _holding(codes, on)
    return Card(
        unit=unit,
        on=on,
        name=name.name if name else str(unit),
        short_name=name.short_name if name else str(unit),
        code=code.code if code else "",
        code_days=in_words(code.validity) if code else "",
        kind=unit.kind.name,
        above=lineages([unit.pk], on).get(unit.pk, []),
        is_open=on == day,
        dated=[
            *(Dated("Tên", row.name, in_words(row.validity)) for row in names),
            *(Dated("Mã", row.code, in_words(row.validity)) for row in codes),
            *(Dated("Cấp trên", row.parent_name, in_words(row.validity)) for row in parents),
        ],
        milestones=list(_milestones(unit, names, codes, parents, with_people)),
    )


def holders(unit: Unit, day: date) -> list[Holder]:
    """Who holds a role in the unit on that day, by role and name."""
    held = Membership.objects.current(day).filter(unit=unit, user__is_active=True).select_related("user")
    places = {role.value: place for place, role in enumerate(Role)}
    rows = sorted(held, key=lambda one: (places[one.role], str(one.user)))
    return [
        Holder(str(one.user), one.get_role_display(), f"từ {written(first_day(one.validity))}")
        for one in rows
    ]


def _parents(unit: Unit) -> Iterable[Any]:
    """The unit's superiors, the last first, each under its name of the day on which the relation began."""
    names = UnitName.objects.filter(
        unit_id=OuterRef("parent_id"), validity__contains=OuterRef("validity__startswith")
    )
    return (
        UnitParent.objects.filter(unit=unit)
        .annotate(parent_name=Subquery(names.values("name")[:1]))
        .order_by("-validity")
    )


def _holding(rows: list[Any], day: date) -> Any:
    """The row that holds on that day, if any."""
    return next((row for row in rows if day in row.validity), None)


def _milestones(
    unit: Unit, names: list[UnitName], codes: list[UnitCode], parents: list[Any], with_people: bool
) -> Iterable[Milestone]:
    """The acts, the latest day first; a unit that was loaded, not founded, begins with what was loaded."""
    events = list(UnitEvent.objects.filter(unit=unit).select_related("recorded_by"))
    for event in events:
        yield Milestone(
            date=written(event.effective_on),
            title=event.summary,
            text=_decision(event),
            who=_recorded(event, with_people),
            now=event is events[0],
        )
    if not any(event.act == UnitAct.FOUND for event in events):
        yield Milestone(
            date=written(unit.opened_on),
            title="Có trong hệ thống từ ngày này",
            text=_loaded(names[-1:], codes[-1:], parents[-1:]),
            who="Danh sách đơn vị ban đầu; đơn vị có thể đã thành lập từ trước.",
            now=not events,
        )


def _decision(event: UnitEvent) -> str:
    if not event.decision_number:
        return ""
    dated = f" ngày {written(event.decision_on)}" if event.decision_on else ""
    return f"Quyết định {event.decision_number}{dated}."


def _recorded(event: UnitEvent, with_people: bool) -> str:
    by = f" bởi {event.recorded_by}" if with_people and event.recorded_by else ""
    return f"Ghi lúc {moment(event.recorded_at)}{by}"


def _loaded(names: list[UnitName], codes: list[UnitCode], parents: list[Any]) -> str:
    """The first name, code and superior, as far as there are any."""
    parts = [f"tên “{row.name}”" for row in names] + [f"mã {row.code}" for row in codes]
    return ", ".join(parts + [f"trực thuộc {row.parent_name}" for row in parents]) + "."
