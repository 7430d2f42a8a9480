"""One person's page: who, what is held, the verdict in words, what is planned and done for them.

What only some roles may see is left out here, not in the template: without that right a birth date is neither shown
nor told by an age, a day of turning too old, or a scale of ages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from apps.cadres.enums import Engagement, PlacementState, QualificationKind, StandardTest, Verdict
from apps.cadres.models import Cadre, Qualification, SuccessionCandidate, SuccessionReview
from apps.cadres.queries.career import Career, career
from apps.cadres.queries.development import Done, done_by
from apps.cadres.queries.judging import Judged, judged_cadre
from apps.cadres.queries.sentences import Finding, counting_words, findings, headline, verdict
from apps.core.vietnamese import MISSING
from apps.core.vietnamese import day as written
from apps.units.models import latest_name_of

HIDDEN = "chỉ hiện với người phụ trách"
STATES: dict[str, dict[str, str]] = {
    Verdict.MET: {"icon": "check-circle-fill", "tone": "ok"},
    Verdict.NOT_MET: {"icon": "x-circle-fill", "tone": "bad"},
    Verdict.NO_DATA: {"icon": "question-circle", "tone": "warn"},
    Verdict.NO_STANDARD: {"icon": "dash-circle", "tone": "neutral"},
}


def state(outcome: str, label: str = "") -> dict[str, str]:
    """A verdict as icon, word and tone (components/state_badge.html)."""
    return STATES[outcome] | {"label": label or Verdict(outcome).label.capitalize()}


@dataclass(frozen=True)
class Line:
    """One test on the page."""

    label: str
    rule: str
    fact: str
    state: dict[str, str]
    source: str


@dataclass(frozen=True)
class Card:
    """One position held, judged."""

    row: Judged
    position: str
    unit: str
    verdict: Verdict
    headline: str
    sub: str
    title: str
    without_rule: int
    lines: list[Line]

    @property
    def state(self) -> dict[str, str]:
        return state(self.verdict)


@dataclass(frozen=True)
class Profile:
    """`cards`: the main position first. `rows`: (label, value) of the personal data."""

    cadre: Cadre
    day: date
    is_private: bool
    cards: list[Card]
    career: Career
    rows: list[tuple[str, str]]
    plans: list[dict[str, str]]
    placement: Any
    done: list[Done]
    ratings: Sequence[Any]

    @property
    def main(self) -> Card | None:
        return self.cards[0] if self.cards else None

    @property
    def is_placed(self) -> bool:
        """Whether the latest plan for the person is carried out: then only leaving the position is left to record."""
        return bool(self.placement) and self.placement.state == PlacementState.DONE

    @property
    def engagement(self) -> str:
        return str(Engagement(self.cards[0].row.engagement).label) if self.cards else ""


def profile(cadre: Cadre, day: date, *, is_private: bool) -> Profile:
    """`cadre` comes through the door. A fixed number of statements, whatever the file holds."""
    judged = judged_cadre(cadre.pk, day)
    levels = list(cadre.qualifications.all())
    way = career(cadre.pk, judged[0] if judged else None, day, is_private=is_private)
    units = {post.appointment.pk: post for post in way.posts}
    cards = [_card(row, units[row.appointment_id], levels, is_private) for row in judged]
    placement = cadre.placements.first()
    return Profile(
        cadre=cadre,
        day=day,
        is_private=is_private,
        cards=cards,
        career=way,
        rows=_personal(cadre, levels, is_private),
        plans=_plans(cadre, day),
        placement=placement if placement and is_private else None,
        done=done_by(cadre),
        ratings=list(cadre.ratings.all()[:5]),
    )


def _card(row: Judged, post: Any, levels: Sequence[Qualification], is_private: bool) -> Card:
    found = findings(row)
    shown = tuple(_with_year(one, row, levels) for one in found)
    if not is_private:
        shown = tuple(discreet(one) for one in shown)
    asked = [one for one in shown if one.verdict != Verdict.NO_STANDARD]
    met = sum(one.verdict == Verdict.MET for one in asked)
    position = post.appointment.position.name
    counted = (
        f"Đạt {met}/{len(asked)} tiêu chuẩn của chức danh" if asked else "Chưa nhập tiêu chuẩn của chức danh"
    )
    return Card(
        row=row,
        position=position,
        unit=post.unit,
        verdict=verdict(found),
        headline=headline(row, shown),
        sub=_sub(row) if is_private else "",
        title=f"{counted} {position} {post.unit}",
        without_rule=len(shown) - len(asked),
        lines=[*(_line(one) for one in shown), _term(row)],
    )


def discreet(found: Finding) -> Finding:
    """The same finding without anything from which a birth date could be told."""
    if found.test not in {StandardTest.AGE, StandardTest.FIRST_AGE}:
        return found
    words = found.words
    if found.verdict == Verdict.NOT_MET:
        words = "quá tuổi giữ chức" if found.test == StandardTest.AGE else "quá tuổi khi tham gia lần đầu"
    return replace(found, fact=HIDDEN, words=words)


def _with_year(found: Finding, row: Judged, levels: Sequence[Qualification]) -> Finding:
    """đại học (2009)"""
    kinds = {
        StandardTest.EDUCATION: (QualificationKind.EDUCATION, row.education),
        StandardTest.POLITICAL_THEORY: (QualificationKind.POLITICAL_THEORY, row.theory),
    }
    if found.test not in kinds:
        return found
    kind, level = kinds[found.test]
    years = [
        one.obtained_on.year for one in levels if (one.kind, one.level) == (kind, level) and one.obtained_on
    ]
    return replace(found, fact=f"{found.fact} ({years[0]})") if years else found


def _line(found: Finding) -> Line:
    words = found.words[:1].upper() + found.words[1:]
    return Line(found.label, found.rule, found.fact, state(found.verdict, words), found.source)


def _term(row: Judged) -> Line:
    """How long the position has been held: noted, never judged (no term limit was found)."""
    months = (row.day.year - row.since.year) * 12 + row.day.month - row.since.month
    months -= row.day.day < row.since.day
    years, rest = divmod(max(months, 0), 12)
    parts = [f"{years} năm"] if years else []
    parts += [f"{rest} tháng"] if rest or not years else []
    noted = state(Verdict.NO_STANDARD, "Không có tiêu chuẩn, chỉ ghi nhận")
    return Line("Thời gian giữ chức", MISSING, " ".join(parts), noted, MISSING)


def _sub(row: Judged) -> str:
    """Quá mức 35 tuổi từ ngày 12/03/2022; cách tính: tuổi tròn, tính đến ngày."""
    if row.over_age_on is None or row.age_max is None:
        return ""
    verb = "Quá" if row.over_age_on <= row.day else "Sẽ quá"
    return (
        f"{verb} mức {row.age_max} tuổi từ ngày {written(row.over_age_on)}; cách tính: {counting_words(row)}."
    )


def _personal(cadre: Cadre, levels: Sequence[Qualification], is_private: bool) -> list[tuple[str, str]]:
    private = [
        ("Ngày sinh", _day(cadre.born_on)),
        ("Ngày vào Đảng", _day(cadre.party_joined_on)),
        ("Điện thoại", cadre.phone or MISSING),
        ("Thư điện tử", cadre.email or MISSING),
    ]
    held = ", ".join(f"{one.level_label}{_since(one)}" for one in levels) or MISSING
    return [
        *(private if is_private else [(label, HIDDEN) for label, _ in private]),
        ("Ngày vào Đoàn", _day(cadre.union_joined_on)),
        ("Giới tính", cadre.get_sex_display() or MISSING),
        ("Dân tộc", cadre.ethnic_group or MISSING),
        ("Quê quán", cadre.home or MISSING),
        ("Trình độ", held),
    ]


def _day(value: date | None) -> str:
    return written(value) if value else MISSING


def _since(level: Qualification) -> str:
    parts = [str(level.obtained_on.year)] if level.obtained_on else []
    parts += [level.field] if level.field else []
    return f" ({', '.join(parts)})" if parts else ""


def _plans(cadre: Cadre, day: date) -> list[dict[str, str]]:
    """Plans that the person is in on that day, with the last review of the unit (Điều 16: every year)."""
    reviews = SuccessionReview.objects.filter(unit_id=OuterRef("plan__unit_id"), reviewed_on__lte=day)
    rows = (
        SuccessionCandidate.objects.filter(cadre=cadre, validity__contains=day)
        .select_related("plan__position")
        .annotate(unit_name=latest_name_of("plan__unit_id"))
        .annotate(reviewed_on=Subquery(reviews.order_by("-reviewed_on").values("reviewed_on")[:1]))
        .order_by("plan__position__rank", "pk")
    )
    return [
        {
            "position": f"{row.plan.position} {row.unit_name}",
            "term": f"nhiệm kỳ {_years(row.plan.term)}",
            "readiness": row.get_readiness_display(),
            "reviewed": _day(row.reviewed_on) if row.reviewed_on else "",
        }
        for row in rows
    ]


def _years(term: Any) -> str:
    return (
        f"{term.lower.year}–{(term.upper - timedelta(days=1)).year}"
        if term.upper
        else f"từ {term.lower.year}"
    )
