"""What proves the invented scores: drawn pictures in two districts, numbers of documents everywhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from apps.accounts.models import User
from apps.assessments.models import Assessment, AssessmentRound, Criterion, Evidence, Score
from apps.dashboard.services.demo.branches.ground import Branch
from apps.dashboard.services.demo.pictures import PICTURED, caption_of, stored
from apps.units.models import UnitName

SINCE_YEAR = 2021  # of earlier rounds the documents alone are left
LIST, MEETING = "danh-sach", "sinh-hoat"
# Beside what is asked for, some units show what they did: by criterion, which pictures it may be.
SHOWN_TOO = {
    "CD2.3": ("duong-hoa", "thap-sang", "nha-van-hoa", "san-choi", "muong"),
    "CD2.4": ("don-rac", "trong-cay", "vuon-rau", "dich-vu-cong"),
}
DOCUMENTS = (("KH/ĐTN", "Kế hoạch"), ("BC/ĐTN", "Báo cáo"), ("BB/ĐTN", "Biên bản"))


@dataclass(frozen=True)
class Proving:
    """`pictured`: units whose pictures are there."""

    user: User
    pictured: frozenset[int]
    within: AssessmentRound

    def at(self, rng: Random) -> datetime:
        """In the days after the round was opened."""
        day = self.within.opens_on + timedelta(days=rng.randint(1, 6))
        return timezone.make_aware(datetime.combine(day, time(rng.randint(8, 20), rng.randint(0, 59))))


def pictured_units(branches: Iterable[Branch]) -> frozenset[int]:
    districts = set(UnitName.objects.filter(name__in=PICTURED).values_list("unit_id", flat=True))
    return frozenset(branch.pk for branch in branches if districts.intersection(branch.commune.lineage))


def draw_evidence(assessment: Assessment, scores: Iterable[Score], proving: Proving) -> list[Evidence]:
    """For every scored criterion that asks for it, and a little more."""
    rng = Random(f"minh chứng {proving.within.set.code} {proving.within.year} {assessment.unit_id}")
    has_pictures = assessment.unit_id in proving.pictured and proving.within.year >= SINCE_YEAR
    return [
        row
        for score in scores
        if score.self_points
        for row in _proofs(rng, assessment, score.criterion, proving, has_pictures=has_pictures)
    ]


def _proofs(
    rng: Random, assessment: Assessment, criterion: Criterion, proving: Proving, *, has_pictures: bool
) -> Iterator[Evidence]:
    given = {"assessment": assessment, "criterion": criterion, "added_by": proving.user}
    names: list[str] = []
    if has_pictures and criterion.needs_evidence:
        names = [LIST, MEETING] if rng.random() < 0.4 else [LIST]
    elif has_pictures and criterion.code in SHOWN_TOO and rng.random() < 0.3:
        names = [rng.choice(SHOWN_TOO[criterion.code])]
    for name in names:
        at = proving.at(rng)
        file = stored(proving.user, name, at)
        yield Evidence(file=file, title=caption_of(name), added_at=at, **given)
    if criterion.needs_evidence and not names:
        kind, title = rng.choice(DOCUMENTS)
        at = proving.at(rng)
        number = f"{rng.randint(2, 48):02d}-{kind}"
        on = at.date() - timedelta(days=rng.randint(20, 200))
        yield Evidence(
            document_number=number, document_on=on, title=f"{title} (minh họa)", added_at=at, **given
        )
