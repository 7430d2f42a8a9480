"""The cadres of a district, of the affiliate and of the province: leaders, staff, and the people of the committees."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from random import Random

from apps.cadres.enums import Education, Ending, Engagement, Origin, PoliticalTheory
from apps.dashboard.services.demo.cadres.communes import Commune
from apps.dashboard.services.demo.cadres.lives import LAST_DAY, Life, Post, Sort, draw
from apps.dashboard.services.demo.cadres.terms import (
    congress,
    day_between,
    ends,
    filled_on,
    leaves,
    reason,
    steps_up,
)
from apps.dashboard.services.demo.people import Place

FULL_TIME, VOLUNTARY = Engagement.FULL_TIME, Engagement.VOLUNTARY
SCHOOLED = {Education.COLLEGE: 4, Education.UNIVERSITY: 78, Education.MASTER: 18}
LEARNT = {PoliticalTheory.ELEMENTARY: 8, PoliticalTheory.INTERMEDIATE: 84, PoliticalTheory.ADVANCED: 8}
LEADER = Sort((23.0, 28.0), SCHOOLED, LEARNT)
PROVINCIAL = Sort((22.0, 25.5), {Education.UNIVERSITY: 6, Education.MASTER: 4}, {PoliticalTheory.ADVANCED: 1})
STAFF = Sort(
    (22.5, 27.5),
    SCHOOLED,
    {PoliticalTheory.NONE: 3, PoliticalTheory.ELEMENTARY: 5, PoliticalTheory.INTERMEDIATE: 2},
)
MEMBER = Sort(
    (23.5, 31.5),
    SCHOOLED,
    {PoliticalTheory.NONE: 3, PoliticalTheory.ELEMENTARY: 3, PoliticalTheory.INTERMEDIATE: 6},
)
CALLED = date(2009, 8, 17)


@dataclass
class Office(ABC):
    """A unit with full-time cadres; `congresses`: months in which its congresses of 2012 and 2017 met."""

    unit: Place
    home: str
    congress_months: tuple[int, int] = (6, 7)
    lives: list[Life] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(f"cán bộ cơ quan {self.unit.code}")
        self.old_congress = congress(self.rng, 2012, *self.congress_months)
        self.congress = congress(self.rng, 2017, *self.congress_months)

    def draw(self, part: str, sort: Sort, since: date) -> Life:
        life = draw(f"{self.unit.code} {part}", sort, since, self.home)
        self.lives.append(life)
        return life

    def post(
        self,
        life: Life,
        position: str,
        since: date,
        engagement: Engagement = FULL_TIME,
        origin: Origin = Origin.ELECTED,
    ) -> Post:
        is_beside = engagement == VOLUNTARY  # holds another job as the main one
        return life.hold(
            Post(self.unit.pk, position, since, engagement=engagement, origin=origin, is_concurrent=is_beside)
        )

    @abstractmethod
    def live(self) -> None:
        """Everything that happens in the unit up to the demo's last day."""

    def leaders(self, heirs: list[Life]) -> tuple[Life, list[Life]]:
        """The secretaries and deputies of both terms; `heirs` are the deputies elected in 2017."""
        old = self.draw("bí thư", LEADER, CALLED)
        ends(self.post(old, "STAFF", CALLED, origin=Origin.APPOINTED), self.old_congress, Ending.LEFT)
        ends(self.post(old, "SECRETARY", self.old_congress), self.congress, reason(old, self.congress))
        secretary = self.draw("phó bí thư", LEADER, date(2010, 10, 4))
        ends(
            self.post(secretary, "STAFF", date(2010, 10, 4), origin=Origin.APPOINTED),
            self.old_congress,
            Ending.LEFT,
        )
        ends(self.post(secretary, "DEPUTY_SECRETARY", self.old_congress), self.congress, Ending.LEFT)
        self.post(secretary, "SECRETARY", self.congress)
        for heir in heirs:
            self._elect(heir)
        return secretary, heirs

    def _elect(self, heir: Life) -> None:
        """As deputy; who came before the congress sat in the standing committee until then."""
        since = came_on(heir)
        if since < self.congress:
            waiting = self.post(heir, "STANDING_MEMBER", since, origin=Origin.TRANSFERRED)
            ends(waiting, self.congress, Ending.LEFT)
        self.post(heir, "DEPUTY_SECRETARY", self.congress)

    def changes(self, secretary: Life, deputies: list[Life], left_on: date | None) -> date | None:
        """The secretary leaves, a deputy follows after a while. The day on which that deputy's own seat falls empty."""
        if left_on is None:
            return None
        leaves(secretary, left_on, reason(secretary, left_on))
        day = filled_on(self.rng, left_on)
        if day is not None:
            steps_up(deputies[0], "SECRETARY", day, FULL_TIME, self.rng)
        return day

    def committee(self, standing: int, members: int) -> None:
        for position, count in (("STANDING_MEMBER", standing), ("COMMITTEE_MEMBER", members)):
            for number in range(count):
                life = self.draw(f"{position} {number}", MEMBER, self.congress)
                self.post(life, position, self.congress, VOLUNTARY)
                if self.rng.random() < 0.2:
                    left_on = day_between(self.rng, date(2019, 3, 1), LAST_DAY)
                    leaves(life, left_on, reason(life, left_on))

    def staff(self, count: int) -> None:
        for number in range(count):
            since = day_between(self.rng, date(2012, 3, 1), date(2019, 6, 1))
            life = self.draw(f"chuyên viên {number}", STAFF, since)
            self.post(life, "STAFF", since, origin=Origin.APPOINTED)
            if self.rng.random() < 0.3:
                left_on = day_between(self.rng, date(2019, 9, 1), LAST_DAY)
                leaves(life, left_on, reason(life, left_on))

    def secretaries_of(self, unit: Place, lives: list[Life]) -> list[tuple[Life, Post]]:
        """Who has been secretary of the unit since this one's congress, in order."""
        held = [
            (life, post)
            for life in lives
            for post in life.posts
            if (post.unit_id, post.position) == (unit.pk, "SECRETARY")
            and (post.until is None or post.until > self.congress)
        ]
        return sorted(held, key=lambda row: row[1].since)

    def also_sits(self, life: Life, main: Post, position: str) -> None:
        """A leader from below in this committee, beside the main post and as long as that is held."""
        is_elected = main.since <= self.congress
        origin = Origin.ELECTED if is_elected else self.rng.choice((Origin.BY_ELECTION, Origin.DESIGNATED))
        since = max(main.since, self.congress)
        life.hold(
            Post(
                self.unit.pk,
                position,
                since,
                main.until,
                main.ending,
                VOLUNTARY,
                origin,
                is_main=False,
                is_concurrent=True,
            )
        )


def came_on(life: Life) -> date:
    """When a person from below was free for this office."""
    day = life.posts[-1].until
    assert day is not None
    return day


@dataclass
class District(Office):
    """Takes its deputies and some of its staff from its communes, whose secretaries sit in its committee."""

    communes: list[Commune] = field(default_factory=list)

    def live(self) -> None:
        """`communes` live on the way: the district decides who of them rises, and when."""
        rng = self.rng
        left_on = day_between(rng, date(2019, 2, 15), date(2021, 8, 20)) if rng.random() < 0.6 else None
        self._choose_risers(left_on)
        for commune in self.communes:
            commune.live()
        risen = sorted((c.risen for c in self.communes if c.rises and c.risen), key=came_on)
        secretary, deputies = self.leaders(risen[:2])
        for life in risen[2:]:
            self._called(life)
        empty_since = self.changes(secretary, deputies, left_on)
        late = next((commune.risen for commune in self.communes if commune.rises_on), None)
        if late and empty_since is not None:
            self._called_late(late, empty_since)
        self.committee(4, 4)
        self.staff(2)
        self._seat_secretaries()

    def _choose_risers(self, left_on: date | None) -> None:
        chosen = self.rng.sample(self.communes, 5)
        known = [commune for commune in self.communes if commune.unit.short_name == "Đồng Tiến"]
        for commune in (known + [other for other in chosen if other not in known])[:4]:
            commune.rises = True
        late = next(commune for commune in reversed(self.communes) if not commune.rises)
        if left_on:
            late.rises_on = day_between(self.rng, left_on, LAST_DAY)

    def _called(self, life: Life) -> None:
        """From a commune into the office."""
        since = came_on(life)
        position = self.rng.choice(("STAFF", "STANDING_MEMBER"))
        day = since if position == "STAFF" else max(since, self.congress)
        self.post(life, position, day, origin=Origin.TRANSFERRED)

    def _called_late(self, life: Life, seat_empty_since: date) -> None:
        since = came_on(life)
        if since >= seat_empty_since:
            self.post(life, "DEPUTY_SECRETARY", since, origin=Origin.ROTATED)
        else:
            self.post(life, "STAFF", since, origin=Origin.TRANSFERRED)

    def _seat_secretaries(self) -> None:
        """Of two thirds of the communes the secretary sits in the district's committee; not every successor does."""
        for commune in self.communes:
            if self.rng.random() < 0.66:
                for life, post in self.secretaries_of(commune.unit, commune.lives):
                    if post.since <= self.congress or self.rng.random() < 0.6:
                        self.also_sits(life, post, "COMMITTEE_MEMBER")


@dataclass
class Affiliate(Office):
    def live(self) -> None:
        heirs = [self.draw(f"phó bí thư {number}", LEADER, date(2014, 4, 1)) for number in (1, 2)]
        for heir in heirs:
            ends(
                self.post(heir, "STAFF", date(2014, 4, 1), origin=Origin.APPOINTED),
                self.congress,
                Ending.LEFT,
            )
        secretary, deputies = self.leaders(heirs)
        left_on = date(2020, 5, 18)
        self.changes(secretary, deputies, left_on)
        self.committee(5, 8)
        self.staff(2)


@dataclass
class Province(Office):
    """Its committee takes in the secretaries of districts and of the affiliate."""

    below: list[Office] = field(default_factory=list)

    def live(self) -> None:
        heirs = [self._heir(number) for number in (1, 2, 3)]
        secretary, deputies = self.leaders(heirs)
        leaves(secretary, date(2020, 7, 15), Ending.MOVED)
        steps_up(deputies[0], "SECRETARY", date(2020, 11, 20), FULL_TIME, self.rng)
        head = self._heads(4)[0]
        steps_up(head, "DEPUTY_SECRETARY", date(2021, 5, 10), FULL_TIME, self.rng)
        self.committee(1, 12)
        self.staff(7)
        for place, office in enumerate(self.below):
            self._seat(office, "STANDING_MEMBER" if place < 3 else "COMMITTEE_MEMBER")

    def _heir(self, number: int) -> Life:
        life = self.draw(f"phó bí thư {number}", PROVINCIAL, date(2010, 4, 1))
        ends(self.post(life, "STAFF", date(2010, 4, 1), origin=Origin.APPOINTED), self.congress, Ending.LEFT)
        return life

    def _heads(self, count: int) -> list[Life]:
        """Heads of the office's departments."""
        heads = [self.draw(f"trưởng ban {number}", PROVINCIAL, date(2011, 9, 5)) for number in range(count)]
        for life in heads:
            staff = self.post(life, "STAFF", date(2011, 9, 5), origin=Origin.APPOINTED)
            ends(staff, self.congress, Ending.LEFT)
            self.post(life, "STANDING_MEMBER", self.congress)
        return heads

    def _seat(self, office: Office, position: str) -> None:
        for life, post in self.secretaries_of(office.unit, office.lives):
            self.also_sits(life, post, position)
