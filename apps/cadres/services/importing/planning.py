"""The trial run of a list: who is new, who changes and how, what stops it. Reads the register, writes nothing.

The rules are those of the pages: `put_facts` and `check_post_days` are asked here as they are asked when it is done.
"""

import copy
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from apps.accounts.models import User
from apps.cadres.enums import LEVELS, ListColumn, QualificationKind, StandardGroup, Trouble
from apps.cadres.models import Appointment, Cadre, ListImport
from apps.cadres.services.appointments import Post, check_post_days
from apps.cadres.services.importing.places import Places
from apps.cadres.services.importing.register import Register
from apps.cadres.services.importing.rows import Draft, Finding, read_rows
from apps.cadres.services.people import FACTS, Held, put_facts
from apps.core.ranges import first_day
from apps.core.vietnamese import day as written

KINDS = {
    ListColumn.EDUCATION: QualificationKind.EDUCATION,
    ListColumn.POLITICAL_THEORY: QualificationKind.POLITICAL_THEORY,
}


@dataclass
class Planned:
    """One person: the file found, if any, and what is to be written; nothing at all when nothing changes."""

    row: int
    unit_id: int
    unit_name: str
    facts: dict[str, Any]
    cadre: Cadre | None = None
    changed: list[str] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    gained: list[Held] = field(default_factory=list)
    post: Post | None = None
    starts_on: date | None = None

    @property
    def full_name(self) -> str:
        return str(self.facts["full_name"])

    @property
    def is_new(self) -> bool:
        return self.cadre is None

    @property
    def is_file_changed(self) -> bool:
        return bool(self.changed or self.gained)

    @property
    def is_changed(self) -> bool:
        return self.is_new or self.is_file_changed or self.post is not None


@dataclass(frozen=True)
class Plan:
    """Everything the trial run says. `people`: those with nothing to stop them; `row_count`: all of the list.

    `unsaid`: what new positions need and the list says nowhere.
    """

    people: list[Planned]
    findings: list[Finding]
    row_count: int
    unsaid: list[str]

    @property
    def to_write(self) -> list[Planned]:
        return [person for person in self.people if person.is_changed]

    @property
    def stopping(self) -> list[Finding]:
        return [found for found in self.findings if found.is_stopping]

    @property
    def alike(self) -> list[Finding]:
        return [found for found in self.findings if found.trouble == Trouble.ALIKE]

    @property
    def new_count(self) -> int:
        return sum(person.is_new for person in self.people)

    @property
    def same_count(self) -> int:
        return sum(not person.is_changed for person in self.people)

    @property
    def updated_count(self) -> int:
        return len(self.people) - self.new_count - self.same_count

    @property
    def rows_in_error(self) -> int:
        return len({found.row for found in self.stopping})


def make_plan(listing: ListImport, *, user: User, today: date) -> Plan:
    """The same for 3 rows and for 3.000: a fixed number of statements."""
    places = Places(listing.unit_id, today)
    drafts, findings = read_rows(listing, places)
    register = Register(user, [draft for draft in drafts if is_recognisable(draft)], places, today)
    planner = Planner(listing, places, register, today)
    tell_repeated(drafts)
    people = [planner.plan(draft) for draft in drafts if is_recognisable(draft)]
    planner.tell_taken_seats()
    findings += [found for draft in drafts for found in draft.findings]
    order = list(Trouble)
    findings.sort(key=lambda found: (order.index(found.trouble), found.row, found.address))
    in_error = {found.row for found in findings if found.is_stopping}
    sound = [person for person in people if person.row not in in_error]
    return Plan(sound, findings, len(drafts), sorted(planner.unsaid))


def is_recognisable(draft: Draft) -> bool:
    return ListColumn.FULL_NAME in draft.values and ListColumn.BORN_ON in draft.values


def tell_repeated(drafts: Iterable[Draft]) -> None:
    """Of two rows about one person neither is believed more than the other."""
    first: dict[Any, int] = {}
    for draft in drafts:
        if is_recognisable(draft):
            key = (draft.full_name.casefold(), draft.values[ListColumn.BORN_ON])
            if key in first:
                draft.tell(
                    Trouble.REPEATED,
                    ListColumn.FULL_NAME,
                    f"Trùng họ tên, ngày sinh với dòng {first[key]}: bỏ một dòng.",
                )
            first.setdefault(key, draft.number)


class Planner:
    """Judges rows one by one against the register as it was read."""

    def __init__(self, listing: ListImport, places: Places, register: Register, today: date) -> None:
        self._listing, self._places, self._register, self._today = listing, places, register, today
        self._seats: list[tuple[Draft, Planned]] = []
        self.unsaid: set[str] = set()

    def plan(self, draft: Draft) -> Planned:
        cadre = self._register.recognise(draft)
        unit_id = cadre.unit_id if cadre and not draft.is_placed else draft.unit_id
        given = {name: value for name, value in draft.values.items() if name in FACTS}
        unit_name = self._places.name(unit_id) if unit_id in self._places.units else ""
        person = Planned(draft.number, unit_id, unit_name, facts_with(cadre, given), cadre)
        self._judge_facts(draft, person)
        self._judge_levels(draft, person)
        self._judge_post(draft, person)
        if cadre is None:
            for found in self._register.alike(draft):
                born = f", sinh {written(found.born_on)}" if found.born_on else ", chưa ghi ngày sinh"
                where = found.unit_name  # type: ignore[attr-defined]  # annotated
                told = f"Sổ đã có {found.full_name}{born}, {where}: mở hồ sơ ấy xem có phải một người."
                draft.tell(Trouble.ALIKE, ListColumn.FULL_NAME, told, found.pk)
        return person

    def _judge_facts(self, draft: Draft, person: Planned) -> None:
        trial = copy.copy(person.cadre) if person.cadre else Cadre(unit_id=person.unit_id)
        try:
            person.changed = sorted(put_facts(trial, person.facts, self._today))
        except ValidationError as refused:
            for name, sentences in refused.message_dict.items():
                draft.tell(Trouble.REFUSED, name, " ".join(sentences))

    def _judge_levels(self, draft: Draft, person: Planned) -> None:
        """A level that is higher than all of the file is added; none is ever taken away."""
        rows = person.cadre.qualifications.all() if person.cadre else []
        person.held = [Held(row.kind, row.level, row.obtained_on, row.field) for row in rows]
        for column, kind in KINDS.items():
            if column in draft.values:
                level, studied = draft.values[column]
                highest = max((one.level for one in person.held if one.kind == kind), default=-1)
                if level > highest:
                    person.gained.append(Held(kind, level, None, studied[:160]))
                elif level < highest:
                    label = LEVELS[kind](highest).label
                    draft.tell(Trouble.LOWER, column, f"Sổ đang ghi {label}; giữ nguyên.", person.cadre.pk)  # type: ignore[union-attr]
        person.held += person.gained

    def _judge_post(self, draft: Draft, person: Planned) -> None:
        position, starts_on = (draft.values.get(name) for name in (ListColumn.POSITION, ListColumn.STARTS_ON))
        if position is None:
            if starts_on and ListColumn.POSITION not in draft.cells:
                draft.tell(Trouble.MISSING, ListColumn.STARTS_ON, "Có ngày giữ chức mà thiếu chức danh.")
            return
        if self._is_recorded(draft, person):
            return
        if starts_on is None:
            if ListColumn.STARTS_ON not in draft.cells:
                draft.tell(Trouble.MISSING, ListColumn.STARTS_ON, f"Thiếu ngày giữ chức {position.name}.")
            return
        post = self._post(draft, person)
        if self._may_begin(draft, person, post, starts_on):
            person.post, person.starts_on = post, starts_on
            if position.is_single:
                self._seats.append((draft, person))

    def _is_recorded(self, draft: Draft, person: Planned) -> bool:
        """Whether the register has this position already; told when it has it from another day."""
        if person.cadre is None:
            return False
        position, starts_on = draft.values[ListColumn.POSITION], draft.values.get(ListColumn.STARTS_ON)
        same = [
            row
            for row in person.cadre.appointments.all()
            if row.unit_id == person.unit_id and row.position_id == position.pk
        ]
        if any(first_day(row.validity) == starts_on for row in same):
            return True
        held = next((row for row in same if row.validity.upper is None), None)
        if held and starts_on:
            since = written(first_day(held.validity))
            told = f"Sổ ghi giữ chức từ {since}: sửa ô này, hoặc dùng “Sửa lỗi gõ” trong hồ sơ."
            draft.tell(Trouble.DIFFERS, ListColumn.STARTS_ON, told, person.cadre.pk)
        return held is not None

    def _post(self, draft: Draft, person: Planned) -> Post:
        return Post(
            unit_id=person.unit_id,
            position=draft.values[ListColumn.POSITION],
            engagement=draft.values.get(ListColumn.ENGAGEMENT) or self._listing.engagement,
            is_concurrent=False,
            is_main=True,
            group=StandardGroup.GENERAL,
            origin=draft.values.get(ListColumn.ORIGIN) or self._listing.origin,
            decision_number=str(draft.values.get(ListColumn.DECISION_NUMBER, "")),
            decision_on=draft.values.get(ListColumn.DECISION_ON),
        )

    def _may_begin(self, draft: Draft, person: Planned, post: Post, starts_on: date) -> bool:
        before = len(draft.findings)
        self._ask_how(draft, post)
        if len(post["decision_number"]) > 80:
            draft.tell(Trouble.REFUSED, ListColumn.DECISION_NUMBER, "Số quyết định: tối đa 80 ký tự.")
        trial = Cadre(born_on=draft.values[ListColumn.BORN_ON])
        try:
            check_post_days(trial, self._places.units[person.unit_id], post, starts_on, self._today)
        except ValidationError as refused:
            for name, sentences in refused.message_dict.items():
                draft.tell(Trouble.REFUSED, name, " ".join(sentences))
        if other := main_after(person.cadre, starts_on):
            told = (
                f"Đang giữ chức danh chính khác ({other.position.name}): ghi việc chuyển trong hồ sơ trước."
            )
            draft.tell(Trouble.DIFFERS, ListColumn.POSITION, told, person.cadre.pk)  # type: ignore[union-attr]
        return len(draft.findings) == before

    def _ask_how(self, draft: Draft, post: Post) -> None:
        """Told once of a list without such a column, else beside the empty cell."""
        for column, value in (
            (ListColumn.ENGAGEMENT, post["engagement"]),
            (ListColumn.ORIGIN, post["origin"]),
        ):
            what = str(column.label).lower()
            if not value and column not in draft.places:
                self.unsaid.add(what)
            elif not value and column not in draft.cells:
                draft.tell(
                    Trouble.MISSING, column, f"Thiếu {what}: ghi vào ô, hoặc chọn chung ở trang Khớp cột."
                )

    def tell_taken_seats(self) -> None:
        """A seat has one holder at a time, whether the other one stands in the register or in the list."""
        taken = self._register.holders([person for _, person in self._seats])
        rows = Counter(
            (person.unit_id, person.post["position"].pk) for _, person in self._seats if person.post
        )
        for draft, person in self._seats:
            assert person.post
            assert person.starts_on
            seat, name = (person.unit_id, person.post["position"].pk), person.post["position"].name
            for holder in taken.get(seat, []):
                if holder.validity.upper is None or holder.validity.upper > person.starts_on:
                    told = (
                        f"{name} {person.unit_name} đang là đồng chí {holder.cadre.full_name}: "
                        "ghi thôi giữ chức trước."
                    )
                    draft.tell(Trouble.DIFFERS, ListColumn.POSITION, told, holder.cadre_id)
            if rows[seat] > 1:
                draft.tell(
                    Trouble.REFUSED,
                    ListColumn.POSITION,
                    f"Trong danh sách có {rows[seat]} {name} {person.unit_name}.",
                )


def facts_with(cadre: Cadre | None, given: dict[str, Any]) -> dict[str, Any]:
    """All facts of the file with those of the row; an empty cell says nothing and clears nothing."""
    if cadre is None:
        return given
    return {name: getattr(cadre, name) for name in FACTS} | given


def main_after(cadre: Cadre | None, starts_on: date) -> Appointment | None:
    """A main position that is not over by that day."""
    for row in cadre.appointments.all() if cadre else []:
        if row.is_main and (row.validity.upper is None or row.validity.upper > starts_on):
            return row
    return None
