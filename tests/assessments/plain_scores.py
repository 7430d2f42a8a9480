"""An independent scoring: every assessment of a round again, in plain Python over raw rows.

Imports nothing of the product but its tables; the tree is climbed edge by edge. A measure is a Fraction, or None where
the registers leave it open.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from types import SimpleNamespace as Row
from typing import Any
from zoneinfo import ZoneInfo

from apps.assessments import models as assessments
from apps.branches import models as branches
from apps.cadres.models import Appointment
from apps.directives.models import Period
from apps.reports import models as reports
from apps.units.models import Unit, UnitParent
from tests.assessments.plain_results import covers

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BEST_FIRST = ["excellent", "good", "done", "failed"]
TABLES = {
    "set": assessments.CriteriaSet, "criterion": assessments.Criterion, "grade": assessments.Grade,
    "class": assessments.RatingClass, "gate": assessments.Gate, "round": assessments.AssessmentRound,
    "assessment": assessments.Assessment, "score": assessments.Score, "answer": assessments.GateAnswer,
    "decision": assessments.Decision, "unit": Unit, "parent": UnitParent, "appointment": Appointment,
    "period": Period, "rule": branches.BranchRule, "quarter": branches.BranchQuarter,
    "meeting": branches.BranchMeeting, "work": branches.YouthWork, "report": reports.Report,
    "report_row": reports.ReportRow, "deadline": reports.Deadline, "extension": reports.Extension,
}  # fmt: skip
Measures = dict[str, Fraction | None]


class Tables:
    """All rows, each table read once; `by("score", "assessment_id")[1]`: those of assessment 1."""

    def __init__(self) -> None:
        self.rows = {name: [Row(**row) for row in model.objects.values()] for name, model in TABLES.items()}
        self.grouped: dict[tuple[str, str], dict[Any, list[Row]]] = {}

    def by(self, table: str, column: str) -> dict[Any, list[Row]]:
        if (table, column) not in self.grouped:
            found: dict[Any, list[Row]] = {}
            for row in self.rows[table]:
                found.setdefault(getattr(row, column), []).append(row)
            self.grouped[table, column] = found
        return self.grouped[table, column]

    def of(self, table: str, column: str, key: Any) -> list[Row]:
        return self.by(table, column).get(key, [])

    def one(self, table: str, key: Any) -> Row:
        (found,) = self.by(table, "id")[key]
        return found


class Year:
    """What the registers say of a round's year, as at the end of its self-assessment."""

    def __init__(self, tables: Tables, within: Row) -> None:
        self.tables, self.within = tables, within
        self.day = min(within.self_due_at.astimezone(HANOI).date(), date(within.year, 12, 31))
        quarters = [row for row in tables.of("period", "kind", "quarter") if row.year == within.year]
        dated = [(row, *self.owed(row)) for row in sorted(quarters, key=lambda row: row.start_on)]
        self.quarters = [(row, due, count) for row, due, count in dated if due < within.self_due_at]
        self.branches: dict[int, Measures] = {}

    def owed(self, period: Row) -> tuple[datetime, int]:
        """Until when, and how many meetings."""
        (rule,) = [row for row in self.tables.rows["rule"] if covers(row.validity, period.end_on)]
        first = period.end_on + timedelta(days=1)
        due = datetime.combine(date(first.year, first.month, rule.due_day), time(17), HANOI)
        return due, rule.meetings_a_quarter

    def measures(self, unit: int) -> Measures:
        if self.tables.one("unit", unit).kind_id == "BRANCH":
            return self.branch(unit)
        return self.of_commune(unit)

    def branch(self, unit: int) -> Measures:
        if unit not in self.branches:
            self.branches[unit] = self.of_branch(unit)
        return self.branches[unit]

    def of_branch(self, unit: int) -> Measures:
        due = self.due(unit)
        rows = [row for row, *_ in due]
        has_head = any(
            post.position_id == "SECRETARY" and covers(post.validity, self.day)
            for post in self.tables.of("appointment", "unit_id", unit)
        )
        found = self.of_meetings(due) | self.of_works(rows)
        on_time = [
            bool(row and row.first_handed_over_at and row.first_handed_over_at <= until)
            for row, _, until, _ in due
        ]
        return found | {
            "new_members": self.added(rows, "new_members"),
            "introduced": self.added(rows, "introduced"),
            "on_time_ratio": share(sum(on_time), len(due)),
            "secretary_vacant": Fraction(not has_head),
        }

    def due(self, unit: int) -> list[tuple[Row | None, Row, datetime, int]]:
        """(what was entered, quarter, until when, meetings owed) of the quarters that the branch saw whole."""
        life = self.tables.one("unit", unit)
        entered = {row.period_id: row for row in self.tables.of("quarter", "branch_id", unit)}
        return [
            (entered.get(row.id), row, until, count)
            for row, until, count in self.quarters
            if life.opened_on <= row.start_on and (life.closed_on is None or life.closed_on > row.end_on)
        ]

    def of_meetings(self, due: list[tuple[Row | None, Row, datetime, int]]) -> Measures:
        held = [self.tables.of("meeting", "quarter_id", row.id) if row else [] for row, *_ in due]
        told = [
            bool(row and row.state == "handed" and (meetings or row.no_meeting))
            for (row, *_), meetings in zip(due, held, strict=True)
        ]
        counted = [
            meeting
            for meetings in held
            for meeting in meetings
            if None not in (meeting.present, meeting.expected)
        ]
        came, had_to = sum(one.present for one in counted), sum(one.expected for one in counted)
        owed = [count for *_, count in due]
        kept = sum(min(len(meetings), count) for meetings, count in zip(held, owed, strict=True))
        months = {meeting.held_on.month for meetings in held for meeting in meetings}
        line = "".join(
            "x" if month in months else "."
            for _, row, *_ in due
            for month in range(row.start_on.month, row.end_on.month + 1)
        )
        return {
            "meetings_ratio": share(kept, sum(owed)) if all(told) else None,
            "attendance_ratio": share(came, had_to) if is_whole(row for row, *_ in due) else None,
            "silent_months": Fraction(max(map(len, re.split("x", line)))) if due and all(told) else None,
        }

    def of_works(self, rows: list[Row | None]) -> Measures:
        done = [
            work.kind
            for row in rows
            for work in (self.tables.of("work", "quarter_id", row.id) if row else [])
            if work.completed_on
        ]
        if "project" in done:
            return {"works_level": Fraction(2)}
        return {"works_level": Fraction("task" in done) if is_whole(rows) else None}

    def added(self, rows: list[Row | None], column: str) -> Fraction | None:
        numbers = [getattr(row, column, None) for row in rows]
        return None if None in numbers or not is_whole(rows) else Fraction(sum(numbers))

    def of_commune(self, unit: int) -> Measures:
        stood = [
            edge.unit_id
            for edge in self.tables.of("parent", "parent_id", unit)
            if covers(edge.validity, self.day)
        ]
        lives = [self.tables.one("unit", branch) for branch in stood]
        below = [
            life.id
            for life in lives
            if life.kind_id == "BRANCH"
            and life.opened_on <= self.day
            and (life.closed_on is None or life.closed_on > self.day)
        ]
        known = [self.branch(branch) for branch in below]
        missed = {
            row.id
            for branch in below
            for entry, row, *_ in self.due(branch)
            if not entry or entry.state != "handed"
        }
        regular = [each["meetings_ratio"] for each in known]
        led = [each["secretary_vacant"] == 0 for each in known]
        return {
            "quarters_recorded": Fraction(4 - len(missed)) if below else None,
            "regular_branches_ratio": None
            if None in regular
            else share(regular.count(Fraction(1)), len(regular)),
            "secretaries_ratio": share(sum(led), len(led)),
            "report_on_time_ratio": self.punctual(unit),
        } | self.of_ratings(unit)

    def of_ratings(self, unit: int) -> Measures:
        now, before = (self.classes_below(unit, year) for year in (self.within.year, self.within.year - 1))
        if not now or "" in now:
            return {"good_branches_ratio": None, "weak_branches": None}
        weak, was_weak = now.count("failed"), before.count("failed")
        fewer = None if not before or "" in before else Fraction(weak < was_weak)
        return {
            "good_branches_ratio": share(now.count("good") + now.count("excellent"), len(now)),
            "weak_branches": fewer if weak else Fraction(2),
        }

    def classes_below(self, unit: int, year: int) -> list[str]:
        """Of the residential branches directly below when the round was opened; empty: not decided."""
        found = []
        for within in self.tables.of("round", "year", year):
            kind = self.tables.one("set", within.set_id)
            if (kind.purpose, kind.unit_kind_id, kind.is_residential_only) != ("rating", "BRANCH", True):
                continue
            there = {
                edge.unit_id
                for edge in self.tables.of("parent", "parent_id", unit)
                if covers(edge.validity, within.opens_on)
            }
            found += [
                row.class_code if row.state == "decided" else ""
                for branch in there
                for row in self.tables.of("assessment", "unit_id", branch)
                if row.round_id == within.id
            ]
        return found

    def punctual(self, unit: int) -> Fraction | None:
        """Of the commune's rows that fell due, those handed over in time; nothing of who handed over none."""
        kept = [row for row in self.tables.of("report_row", "unit_id", unit) if self.is_judged(row)]
        if not any(row.first_handed_over_at for row in kept):
            return None
        in_time = [
            row for row in kept if row.first_handed_over_at and row.first_handed_over_at <= self.row_due(row)
        ]
        return share(Fraction(len(in_time)), Fraction(len(kept)))

    def is_judged(self, row: Row) -> bool:
        report = self.tables.one("report", row.report_id)
        period = self.tables.one("period", report.period_id)
        if report.unit_id == row.unit_id or (period.kind, period.year) != ("quarter", self.within.year):
            return False
        due = self.row_due(row)
        return due is not None and due < self.within.self_due_at

    def row_due(self, row: Row) -> datetime | None:
        """As long as the report was extended last, else by the form."""
        report = self.tables.one("report", row.report_id)
        if extended := self.tables.of("extension", "report_id", report.id):
            return max(extended, key=lambda one: one.id).due_at
        set_for = self.tables.of("deadline", "period_id", report.period_id)
        return next((one.rows_due_at for one in set_for if one.form_id == report.form_id), None)


def is_whole(rows: Iterable[Row | None]) -> bool:
    listed = list(rows)
    return bool(listed) and all(row and row.state == "handed" for row in listed)


def share(part: Any, whole: Any) -> Fraction | None:
    """To four places, half to even."""
    return Fraction(round(Fraction(part) / Fraction(whole) * 10_000), 10_000) if whole else None


def points(criterion: Row, grades: list[Row], measured: Fraction | None) -> Fraction | None:
    """What the measure gives; None where it decides nothing."""
    if measured is None or not criterion.measure:
        return None
    most = Fraction(criterion.max_points)
    if criterion.method == "ratio":
        return most if measured >= 1 else cents(measured * most)
    if criterion.method == "yes_no":
        return most if measured >= 1 else Fraction(0)
    reached = [
        Fraction(row.points) for row in grades if row.at_least is not None and row.at_least <= measured
    ]
    return max(reached) if reached else None


def cents(number: Fraction) -> Fraction:
    """Half up."""
    return Fraction((number * 100 + Fraction(1, 2)).__floor__(), 100)


def can_give(criterion: Row, grades: list[Row], given: Fraction) -> bool:
    """Whether these points are one of the criterion's levels, or within its range and whole cents."""
    most = Fraction(criterion.max_points)
    if criterion.method == "graded":
        return given in {Fraction(row.points) for row in grades}
    if criterion.method == "yes_no":
        return given in {Fraction(0), most}
    return 0 <= given <= most and (given * 100).denominator == 1


def rating(classes: list[Row], total: Fraction, barred: list[str]) -> str:
    """By the thresholds, then not above what the gates allow."""
    reached = [row for row in classes if row.min_points <= total] or [
        min(classes, key=lambda row: row.min_points)
    ]
    by_points = max(reached, key=lambda row: row.min_points).code
    return max([by_points, *barred], key=BEST_FIRST.index)
