"""The cadres of one commune: a secretary, a deputy and the committee, from 2010 to the demo's last day."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from apps.cadres.enums import Education, Ending, Engagement, Origin, PoliticalTheory, QualificationKind, Sex
from apps.dashboard.services.demo.cadres.lives import LAST_DAY, Life, Post, Sort, draw
from apps.dashboard.services.demo.cadres.terms import (
    IN_MID_TERM,
    congress,
    day_between,
    ends,
    filled_on,
    leaves,
    new_term,
    reason,
    steps_up,
)
from apps.dashboard.services.demo.people import Place

SCHOOLING = {
    Education.HIGH_SCHOOL: 4,
    Education.VOCATIONAL: 22,
    Education.COLLEGE: 24,
    Education.UNIVERSITY: 48,
    Education.MASTER: 2,
}
THEORY = {
    PoliticalTheory.NONE: 14,
    PoliticalTheory.ELEMENTARY: 38,
    PoliticalTheory.INTERMEDIATE: 47,
    PoliticalTheory.ADVANCED: 1,
}
LEADER = Sort((21.5, 27.5), SCHOOLING, THEORY)
RISING = Sort((19.5, 23.2), {Education.UNIVERSITY: 9, Education.MASTER: 1}, {PoliticalTheory.INTERMEDIATE: 1})
DEPUTY = Sort((20.5, 28.5), SCHOOLING, THEORY)
MEMBER = Sort(
    (19.0, 29.0),
    {Education.HIGH_SCHOOL: 30, Education.VOCATIONAL: 25, Education.COLLEGE: 20, Education.UNIVERSITY: 25},
    {PoliticalTheory.NONE: 60, PoliticalTheory.ELEMENTARY: 32, PoliticalTheory.INTERMEDIATE: 8},
)
BEGINNING = date(2010, 9, 6)


@dataclass
class Commune:
    """`rises`: the secretary goes to the district at the end of the old term; `rises_on`: in mid-term, that day."""

    unit: Place
    home: str
    rises: bool = False
    rises_on: date | None = None
    lives: list[Life] = field(default_factory=list)
    risen: Life | None = None

    def __post_init__(self) -> None:
        self.rng = Random(f"cán bộ xã {self.unit.code}")
        self.congress = congress(self.rng, 2017, 2, 4)

    def draw(self, part: str, sort: Sort, since: date) -> Life:
        life = draw(f"{self.unit.code} {part}", sort, since, self.home)
        self.lives.append(life)
        return life

    def post(self, life: Life, position: str, since: date, **more: object) -> Post:
        engagement = {"SECRETARY": Engagement.FULL_TIME, "DEPUTY_SECRETARY": Engagement.PART_TIME}
        kind = engagement.get(position, Engagement.VOLUNTARY)
        return life.hold(Post(self.unit.pk, position, since, engagement=kind, **more))  # type: ignore[arg-type]

    def live(self) -> None:
        secretary, deputy = self._old_term()
        secretary, deputy = self._new_term(secretary, deputy)
        members = self._committee()
        self._mid_term(secretary, deputy, members)

    def _old_term(self) -> tuple[Life, Life]:
        since = congress(self.rng, 2012, 2, 4)
        if self.unit.short_name == "Đồng Tiến":
            secretary = heroine(self.unit.pk, self.home)
            self.lives.append(secretary)
        else:
            secretary = self.draw("bí thư", RISING if self.rises else LEADER, BEGINNING)
            member = self.post(secretary, "COMMITTEE_MEMBER", BEGINNING)
            ends(member, since, Ending.TERM_ENDED)
            self.post(secretary, "SECRETARY", since)
        deputy = self.draw("phó bí thư", RISING if self.rises_on else DEPUTY, since)
        self.post(deputy, "DEPUTY_SECRETARY", since)
        return secretary, deputy

    def _new_term(self, secretary: Life, deputy: Life) -> tuple[Life, Life]:
        """Every third secretary stays; of the others some go to the district, and the deputy follows."""
        present = secretary.main_on(self.congress)
        if present and not self.rises and not self.rises_on and self.rng.random() < 0.33:
            new_term(secretary, present, self.congress)
            leaves(deputy, self.congress, Ending.TERM_ENDED)
            return secretary, self._new_deputy(self.congress, Origin.ELECTED)
        if self.rises:
            self.risen = secretary
        leaves(secretary, self.congress, Ending.MOVED if self.rises else reason(secretary, self.congress))
        leaves(deputy, self.congress, Ending.TERM_ENDED)
        self.post(deputy, "SECRETARY", self.congress)
        return deputy, self._new_deputy(self.congress, Origin.ELECTED)

    def _new_deputy(self, day: date, origin: Origin) -> Life:
        deputy = self.draw(f"phó bí thư {day}", DEPUTY, day)
        self.post(deputy, "DEPUTY_SECRETARY", day, origin=origin)
        return deputy

    def _committee(self) -> list[Life]:
        members = []
        for number in range(self.rng.choices([4, 5, 6], [2, 5, 3])[0]):
            is_late = self.rng.random() < 0.2
            since = day_between(self.rng, date(2018, 1, 5), date(2021, 6, 30)) if is_late else self.congress
            member = self.draw(f"ủy viên {number}", MEMBER, since)
            post = self.post(member, "COMMITTEE_MEMBER", since)
            post.origin = Origin.BY_ELECTION if is_late else Origin.ELECTED
            if self.rng.random() < 0.12:
                left_on = day_between(self.rng, max(since, date(2019, 2, 1)), LAST_DAY)
                leaves(member, left_on, reason(member, left_on)) if left_on > since else None
            members.append(member)
        return members

    def _mid_term(self, secretary: Life, deputy: Life, members: list[Life]) -> None:
        rng = self.rng
        if self.rises_on:
            self.risen = secretary
            leaves(secretary, self.rises_on, Ending.MOVED)
            self._follow(deputy, self.rises_on, members)
        elif rng.random() < 0.42:
            left_on = day_between(rng, date(2018, 6, 1), date(2021, 9, 15))
            leaves(secretary, left_on, reason(secretary, left_on))
            self._follow(deputy, left_on, members)
        elif rng.random() < 0.3:
            left_on = day_between(rng, date(2018, 9, 1), date(2021, 9, 20))
            leaves(deputy, left_on, reason(deputy, left_on))
            self._follow_deputy(left_on, members)

    def _follow(self, deputy: Life, empty_since: date, members: list[Life]) -> None:
        """The deputy becomes secretary after a while, and somebody from the committee deputy after another."""
        day = filled_on(self.rng, empty_since)
        if day is not None:
            steps_up(deputy, "SECRETARY", day, Engagement.FULL_TIME, self.rng)
            self._follow_deputy(day, members)

    def _follow_deputy(self, empty_since: date, members: list[Life]) -> None:
        day = filled_on(self.rng, empty_since)
        if day is None:
            return
        member = next((life for life in members if (post := life.main_on(day)) and post.until is None), None)
        if member and self.rng.random() < 0.7:
            steps_up(member, "DEPUTY_SECRETARY", day, Engagement.PART_TIME, self.rng)
        else:
            self._new_deputy(day, self.rng.choice(IN_MID_TERM))


def heroine(unit_id: int, home: str) -> Life:
    """The person of the product's pictures; her years in the district follow in `districts.py`."""
    life = Life("Trần Thị Minh Họa", Sex.FEMALE, date(1986, 3, 12), home, Random("Minh Họa"))
    for position, engagement, since, until, ending in (
        ("COMMITTEE_MEMBER", Engagement.VOLUNTARY, date(2008, 9, 15), date(2011, 3, 10), Ending.LEFT),
        ("DEPUTY_SECRETARY", Engagement.PART_TIME, date(2011, 3, 10), date(2013, 6, 20), Ending.LEFT),
        ("SECRETARY", Engagement.FULL_TIME, date(2013, 6, 20), date(2016, 10, 10), Ending.MOVED),
    ):
        life.hold(Post(unit_id, position, since, until, ending, engagement))
    education, theory = QualificationKind.EDUCATION, QualificationKind.POLITICAL_THEORY
    life.levels += [
        (education, Education.UNIVERSITY, date(2009, 7, 15), "Quản lý nhà nước"),
        (theory, PoliticalTheory.ELEMENTARY, date(2011, 11, 20), ""),
        (theory, PoliticalTheory.INTERMEDIATE, date(2015, 6, 30), ""),
    ]
    return life
