"""A register drawn by lot: files with gaps, posts that end and overlap, everything that the figures count."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres import enums, models
from apps.core.vietnamese import sort_key
from apps.units.models import Unit

LIMITS = [
    (1992, 2, 29),
    (1988, 2, 29),
    (1985, 6, 30),
    (1985, 7, 1),
    (1985, 12, 20),
    (1985, 12, 30),
    (1986, 12, 9),
]
BORN = [date(*day) for day in LIMITS]
POSITIONS = ["SECRETARY", "DEPUTY_SECRETARY", "STANDING_MEMBER", "COMMITTEE_MEMBER", "STAFF"]
GENERATIONS = (date(1980, 1, 1), date(1999, 1, 1))
SINCE, UNTIL = date(2019, 1, 1), date(2022, 3, 1)


class Lot:
    """Everything is drawn from one seed; `units` are those of the rows, each kept with a probability."""

    def __init__(self, seed: int, units: Sequence[Unit]) -> None:
        self.rng, self.units = Random(seed), list(units)
        self.kept = [unit for unit in self.units if self.rng.random() < 0.9]
        self.gaps = self.rng.choice([0, 1, 1])  # in a third of the registers no file lacks anything

    def draw(self, count: int = 40) -> None:
        self.people = models.Cadre.objects.bulk_create(self.person(number) for number in range(count))
        self.levels()
        for person in self.people:
            self.career(person)
        self.begin_late()
        self.quotas()
        self.plans()
        self.training()
        self.deeds()

    def day(self, first: date = SINCE, last: date = UNTIL) -> date:
        return first + timedelta(days=self.rng.randrange((last - first).days))

    def span(self) -> DateRange:
        """Half of them begin in the two quarters that are looked at, many end in the second."""
        first = self.rng.choice([self.day(), self.day(date(2021, 4, 1), date(2022, 1, 10))])
        later = first + timedelta(days=self.rng.randrange(20, 900))
        in_quarter = max(first + timedelta(days=1), self.day(date(2021, 10, 2), date(2021, 12, 31)))
        return DateRange(first, self.rng.choice([None, None, later, in_quarter]))

    def person(self, number: int) -> models.Cadre:
        rng, name = self.rng, f"Nguyễn Văn {number}"
        return models.Cadre(
            full_name=name,
            sort_key=sort_key(name),
            unit=rng.choice(self.units),
            born_on=rng.choice(BORN + [None] * self.gaps) if rng.random() < 0.4 else self.day(*GENERATIONS),
            sex=rng.choice(["male", "female"] * 8 + [""] * self.gaps),
            ethnic_group=rng.choice(["Kinh", " kinh ", "Tày", "Mường"] * 4 + [""] * self.gaps),
            party_joined_on=rng.choice([None, date(2015, 3, 26), date(2021, 8, 1), date(2022, 1, 1)]),
        )

    def levels(self) -> None:
        scales = ((enums.QualificationKind.EDUCATION, [2, 3, 4, 4, 4, 5]), ("theory", [0, 1, 2, 2, 3]))
        models.Qualification.objects.bulk_create(
            models.Qualification(cadre=person, kind=kind, level=level, obtained_on=self.rng.choice(
                [None, None, date(2018, 1, 1), date(2021, 9, 1), date(2021, 11, 1)]))
            for person in self.people
            for kind, scale in scales
            for level in set(self.rng.choices(scale, k=self.rng.choice([1 - self.gaps, 1, 1, 1, 1, 1, 2, 2])))
        )  # fmt: skip

    def career(self, person: models.Cadre) -> None:
        """One to three posts, some of them of one day and unit; those that the database refuses were not possible."""
        span, unit = self.span(), self.rng.choice(self.kept)
        for place in range(self.rng.choice([1, 1, 2, 2, 3])):
            if self.rng.random() < 0.6:
                span, unit = self.span(), self.rng.choice(self.kept)
            try:
                with transaction.atomic():
                    self.appoint(person, unit, span, is_main=place == 0 or self.rng.random() < 0.5)
            except IntegrityError:
                continue

    def appoint(self, person: models.Cadre, unit: Unit, span: DateRange, *, is_main: bool) -> None:
        position = self.rng.choice(POSITIONS)
        models.Appointment.objects.create(
            cadre=person,
            unit=unit,
            position_id=position,
            seat=position if position == "SECRETARY" else "",
            validity=span,
            is_main=is_main,
            engagement=self.rng.choice(enums.Engagement.values),
            group=self.rng.choice(enums.StandardGroup.values),
            origin=self.rng.choice(enums.Origin.values),
            ending="" if span.upper is None else self.rng.choice(enums.Ending.values),
        )

    def begin_late(self) -> None:
        """A unit whose first cadre comes after the quarters that are looked at."""
        for unit in [unit for unit in self.units if unit not in self.kept][:1]:
            self.appoint(self.people[0], unit, DateRange(date(2022, 2, 1), None), is_main=False)

    def quotas(self) -> None:
        models.Quota.objects.bulk_create(
            models.Quota(
                unit=unit,
                position_id=position,
                seats=self.rng.choice([0, 1, 2, 30]),
                validity=DateRange(date(2019, 1, 1), None),
            )
            for unit in self.units
            for position in POSITIONS[:4]
            if self.rng.random() < 0.93
        )
        models.StaffQuota.objects.bulk_create(
            models.StaffQuota(
                unit=unit, posts=self.rng.randrange(6), validity=DateRange(date(2021, 7, 1), None)
            )
            for unit in self.units
            if self.rng.random() < 0.7
        )

    def plans(self) -> None:
        terms = (DateRange(date(2012, 1, 1), date(2021, 9, 30)), DateRange(date(2017, 1, 1), date(2022, 1, 1)),
                 DateRange(date(2022, 1, 1), date(2027, 1, 1)))  # fmt: skip
        plans = models.SuccessionPlan.objects.bulk_create(
            models.SuccessionPlan(unit=unit, position_id=position, term=self.rng.choice(terms))
            for unit in self.units
            for position in POSITIONS[:4]
            if self.rng.random() < 0.6
        )
        models.SuccessionCandidate.objects.bulk_create(
            models.SuccessionCandidate(plan=plan, cadre=person, readiness="now", validity=self.span())
            for plan in plans
            for person in self.rng.sample(self.people, self.rng.choice([0, 1, 2]))
        )
        models.SuccessionReview.objects.bulk_create(
            [models.SuccessionReview(unit=unit, reviewed_on=self.day()) for unit in self.units * 2],
            ignore_conflicts=True,
        )

    def training(self) -> None:
        courses = models.Training.objects.bulk_create(
            models.Training(
                title="Lớp",
                kind=self.rng.choice(enums.TrainingKind.values),
                organiser=self.rng.choice(self.units),
                organised_by=self.rng.choice(["", "", "Trường Chính trị"]),
                starts_on=self.day(date(2020, 11, 1)),
                ends_on=UNTIL,
            )
            for _ in range(len(self.people) // 2)
        )
        models.TrainingParticipant.objects.bulk_create(
            models.TrainingParticipant(training=course, cadre=person, unit=self.rng.choice(self.units))
            for course in courses
            for person in self.rng.sample(self.people, 5)
        )

    def deeds(self) -> None:
        """Visits, ratings, placements, discipline, seats. In one unit nobody has been rated yet."""
        rules = [("DISTRICT", 30), ("PROVINCE", 60)][: self.rng.choice([1, 2])]
        models.FieldVisitRule.objects.bulk_create(
            models.FieldVisitRule(unit_kind_id=kind, year=2021, days=days) for kind, days in rules
        )
        unrated = set(self.rng.choice(self.kept).appointments.values_list("cadre_id", flat=True))
        for person in self.people:
            self.deeds_of(person, is_rated=person.pk not in unrated)

    def deeds_of(self, person: models.Cadre, *, is_rated: bool) -> None:
        rng, unit = self.rng, self.rng.choice(self.units)
        often = {share: rng.random() < share for share in (0.2, 0.3, 0.4, 0.6)}
        own = {"cadre": person, "unit": unit}
        if often[0.6]:
            trip = {"place": rng.choice(self.units), "kind": "survey", "days": rng.choice([15, 30, 60.5])}
            models.FieldVisit.objects.create(starts_on=self.day(date(2020, 12, 1)), **trip, **own)
        for year in (2020, 2021) if is_rated and often[0.3] else ():
            models.CadreRating.objects.create(year=year, rating=rng.choice(enums.RatingClass.values), **own)
        if often[0.3]:
            done = rng.choice([None, self.day(date(2021, 6, 1))])
            models.Placement.objects.create(state="done" if done else "asked", done_on=done, **own)
        for _ in range(rng.choice([1, 2]) if often[0.2] else 0):
            models.Discipline.objects.create(decided_on=self.day(date(2021, 9, 1)), **own)
        if often[0.4]:
            kind = rng.choice(enums.SeatKind.values)
            models.PublicSeat.objects.create(cadre=person, kind=kind, validity=self.span())
