"""One province for these tests: six approved quarters, gathered once per process, given back to the database."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest
from django.db import transaction

from apps.accounts.models import User
from apps.core.canonical import canonical, sha256
from apps.directives.models import Directive, Period
from apps.indicators.models import Indicator, Target
from apps.reports.models import ReportVersion
from apps.reviews.documents import document
from apps.reviews.enums import ReviewState
from apps.reviews.models import Document, Review, Snapshot, TextRevision
from apps.reviews.queries.content import Content
from apps.reviews.queries.drafts import draft
from apps.reviews.queries.gathering import gather
from apps.units.models import Unit, UnitCode
from tests.cadres.chance import Lot
from tests.reviews.branches import Counted, counted, draw_branches
from tests.reviews.cadres import Printed, printed
from tests.reviews.province import approve_quarters, moment
from tests.world import DAY, World, build_world

SLUGS = ["2020-q1", "2020-q2", "2020-q3", "2020-q4", "2021-q1", "2021-q2"]
TAKEN_AT = moment(2021, 11, 15)
TARGETS = {
    "KL07-2.2": Decimal(85),
    "KL07-2.7a": Decimal(700),
    "KL07-1.1": Decimal(70),
    "KL08-D2": Decimal(80),
    "KL07-2.20": Decimal(250),
}


@dataclass(frozen=True)
class Gathered:
    """A snapshot's text with what it was made from: frozen reports, codes of units by id, counts of the register."""

    text: str
    versions: list[dict[str, Any]]
    codes: dict[str, str]
    cadres: Printed
    branches: Counted

    @property
    def content(self) -> Content:
        return Content(self.text)

    @cached_property
    def texts(self) -> dict[str, str]:
        return draft(self.content)

    @cached_property
    def made(self) -> bytes:
        return document(self.content, self.texts)


def new_review(
    user: User, scope: Unit, codes: tuple[str, ...], first: str = SLUGS[0], last: str = SLUGS[-1]
) -> Review:
    periods = {period.slug: period for period in Period.objects.filter(slug__in=[first, last])}
    review = Review.objects.create(
        scope=scope,
        from_period=periods[first],
        to_period=periods[last],
        requested_by=user,
        basis=Directive.objects.get(code="KH442"),
    )
    review.directives.set(Directive.objects.filter(code__in=codes))
    return review


@pytest.fixture(scope="session")
def province(django_db_setup: None, django_db_blocker: Any) -> dict[str, Gathered]:
    """{"both" | "only 08" | "one quarter" | "district": gathered}"""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        approve_quarters(world, SLUGS, gap=0.004, without=[world.phu_cu])
        Lot(5, _serving(world)).draw(count=80)
        draw_branches(world)
        for code, value in TARGETS.items():
            Target.objects.create(
                indicator=Indicator.objects.get(code=code),
                year=2021,
                value=value,
                source="Thử",
                is_illustrative=True,
            )
        found = {
            "both": _gathered(new_review(world.officer, world.province, ("KL07", "KL08"))),
            "only 08": _gathered(new_review(world.officer, world.province, ("KL08",))),
            "one quarter": _gathered(
                new_review(world.officer, world.province, ("KL07",), "2020-q4", "2020-q4")
            ),
            "district": _gathered(new_review(world.officer, world.khoai_chau, ("KL07", "KL08"))),
        }
        transaction.set_rollback(True)
    return found


def _gathered(review: Review) -> Gathered:
    versions = [json.loads(text) for text in ReportVersion.objects.values_list("content", flat=True)]
    codes = {str(unit): code for unit, code in UnitCode.objects.values_list("unit_id", "code")}
    return Gathered(canonical(gather(review, TAKEN_AT)), versions, codes, printed(review), counted(review))


def _serving(world: World) -> list[Unit]:
    """Where the cadres of these tests serve: two districts, communes of one, an Đoàn trực thuộc, the province."""
    communes = Unit.objects.children_of(world.khoai_chau.pk, DAY).order_by("pk")[:4]
    return [world.province, world.khoai_chau, world.phu_cu, world.affiliate, *communes]


@pytest.fixture(scope="session")
def both(province: dict[str, Gathered]) -> Gathered:
    return province["both"]


@pytest.fixture
def built(world: World, both: Gathered) -> Review:
    """A finished review in this test's transaction: snapshot, first texts, document, state draft."""
    return build(world, both)


def build(world: World, gathered: Gathered, scope: Unit | None = None) -> Review:
    review = new_review(world.officer, scope or world.province, ("KL07", "KL08"))
    made = canonical(gathered.texts)
    snapshot = Snapshot.objects.create(
        review=review, content=gathered.text, sha256=sha256(gathered.text), taken_at=TAKEN_AT
    )
    revision = TextRevision.objects.create(
        review=review, number=1, content=made, sha256=sha256(made), written_at=datetime.now(UTC)
    )
    Document.objects.create(snapshot=snapshot, revision=revision, content=gathered.made, sha256="0" * 64)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.DRAFT)
    return Review.objects.get(pk=review.pk)
