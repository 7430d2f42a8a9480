"""The demo's drawn pictures: the same on every run, marked, let through the gate, behind the doors of their apps."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from apps.accounts.models import User
from apps.assessments.models import Evidence, Score
from apps.branches.models import PracticePicture, WorkPicture
from apps.core.clock import db_now
from apps.dashboard.services.demo.pictures import OF_MODEL, OF_WORK, PICTURED
from apps.dashboard.services.demo.pictures.scenes import FOOT, HEIGHT, SCENES, WIDTH, picture
from apps.dashboard.services.demo.rounds.evidence import LIST, MEETING, SHOWN_TOO
from apps.files.models import StoredFile
from apps.files.services import faults
from apps.units.models import Unit
from tests.routes import client_of

USED = {LIST, MEETING, *OF_WORK.values()}.union(*OF_MODEL.values(), *SHOWN_TOO.values())


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_is_drawn_the_same_every_time_with_its_words_below(name: str) -> None:
    drawn = picture(name)
    picture.cache_clear()
    assert picture(name) == drawn
    opened = Image.open(BytesIO(drawn)).convert("L")
    assert opened.size == (WIDTH, HEIGHT)
    for left, right in ((0, WIDTH // 3), (WIDTH - 190, WIDTH)):  # the caption, and the mark at the right
        foot = opened.crop((left, HEIGHT - FOOT + 6, right, HEIGHT - 6))
        assert foot.getextrema()[0] < 140


def test_every_scene_is_shown_and_what_was_done_differs_from_before() -> None:
    assert set(SCENES) == USED
    for name in OF_WORK.values():
        assert picture(name) != picture(name, is_before=True)


@pytest.mark.slow
def test_what_asks_for_evidence_has_it(demo_db: str) -> None:
    asked = Score.objects.filter(criterion__needs_evidence=True, self_points__gt=0)
    asked = set(asked.values_list("assessment_id", "criterion_id"))
    proven = set(Evidence.objects.shown().values_list("assessment_id", "criterion_id"))
    assert len(asked) > 5000
    assert asked <= proven


@pytest.mark.slow
def test_pictures_belong_to_the_two_districts_and_lie_on_the_disk(demo_db: str) -> None:
    day = Evidence.objects.filter(file__isnull=False)[0].assessment.round.opens_on
    districts = Unit.objects.named(day).filter(name__in=PICTURED).values_list("pk", flat=True)
    inside = {pk for one in districts for pk in Unit.objects.under(one, day).values_list("pk", flat=True)}
    shown = Evidence.objects.filter(file__isnull=False).values_list("assessment__unit_id", flat=True)
    assert set(shown) <= inside
    assert (len(shown) > 300, WorkPicture.objects.count() > 100) == (True, True)
    assert PracticePicture.objects.count() == sum(map(len, OF_MODEL.values()))
    assert StoredFile.objects.filter(kind="png").count() == StoredFile.objects.count()
    known = set(StoredFile.objects.values_list("pk", flat=True))
    assert [one for one in faults(now=db_now()) if any(f"tệp số {pk} " in one for pk in known)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "status"),
    [("khoaichau", 200), ("tochuc", 200), ("nguoixem", 200), ("phucu", 404), ("cd.dongtien", 404),
     ("quantri", 403)],
)  # fmt: skip
def test_the_right_is_asked_at_every_download(demo_db: str, who: str, status: int) -> None:
    district = Unit.objects.named(Evidence.objects.first().assessment.round.opens_on).get(name=PICTURED[0])
    user = User.objects.get(username=who)
    own = user.memberships.values_list("unit_id", flat=True)
    seen = Evidence.objects.filter(file__isnull=False, assessment__decider_unit__parents__parent=district)
    row = seen.exclude(assessment__unit_id__in=own)[0]
    address = reverse("assessments:evidence", args=[row.assessment_id, row.pk])
    answer = client_of(user).get(address)
    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Disposition"].startswith("attachment")
        assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (WIDTH, HEIGHT)
