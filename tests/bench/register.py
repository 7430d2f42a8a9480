"""The register's rows of speed.md: its pages for the province's officer, over 15.000 cadres from a fixed seed."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.cadres.enums import (
    Education,
    Engagement,
    Origin,
    PoliticalTheory,
    QualificationKind,
    StandardGroup,
)
from apps.cadres.models import Appointment, Cadre, Qualification, Standard, StandardSet, name_key
from apps.cadres.services import Document, copy_standards
from apps.units.models import Unit
from tests.bench.pages import Row, measured
from tests.world import DAY
from tinhdoan.web import when_ready

PEOPLE = 15_000
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Đào"]
MIDDLE = ["Văn", "Thị", "Minh", "Xuân", "Đức", "Thu", "Ngọc", "Quang", "Bích", "Hải"]
GIVEN = ["An", "Bình", "Dũng", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Sơn", "Yến"]
POSITIONS = ["DEPUTY_SECRETARY", "STANDING_MEMBER", "COMMITTEE_MEMBER", "COMMITTEE_MEMBER", "STAFF"]


def rows() -> Iterator[Row]:
    when_ready(None)  # as the web processes start
    fill(Random(2021))
    district = Unit.objects.named(DAY).get(name="Huyện đoàn Khoái Châu")
    last = Cadre.objects.order_by("pk").last()
    assert last is not None
    pages = [
        ("list, first page", "/can-bo/"),
        ("list, filtered by verdict", "/can-bo/?nhan-dinh=chua-dat"),
        ("list, searched by name", "/can-bo/?tim=nguyen+thi+mai"),
        ("one person", f"/can-bo/{last.pk}/"),
        ("board of a district", f"/can-bo/don-vi/{district.pk}/"),
        ("forecast of the province", "/can-bo/du-bao/"),
        ("standards", "/can-bo/tieu-chuan/"),
        ("preview of a draft", f"/can-bo/tieu-chuan/{draft().pk}/xem-truoc/"),
    ]
    for name, path in pages:
        yield measured(f"15.000 cadres: {name}", "tochuc", path)


def fill(rng: Random) -> None:
    """People with one position each and both levels, spread over districts and communes."""
    units = list(Unit.objects.open_on(DAY).filter(kind__in=["DISTRICT", "GRASSROOTS"]).order_by("pk"))
    people = Cadre.objects.bulk_create(person(rng, rng.choice(units)) for _ in range(PEOPLE))
    Appointment.objects.bulk_create(post(rng, one) for one in people)
    Qualification.objects.bulk_create(level for one in people for level in levels(rng, one))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def person(rng: Random, unit: Unit) -> Cadre:
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    born_on = date(1980, 1, 1) + timedelta(days=rng.randrange(20 * 365)) if rng.random() < 0.97 else None
    return Cadre(full_name=name, sort_key=name_key(name), unit=unit, born_on=born_on)


def post(rng: Random, one: Cadre) -> Appointment:
    return Appointment(
        cadre=one,
        unit_id=one.unit_id,
        position_id=rng.choice(POSITIONS),
        validity=DateRange(date(2015, 1, 1) + timedelta(days=rng.randrange(2000)), None),
        engagement=rng.choice(Engagement.values),
        group=rng.choice(StandardGroup.values),
        origin=rng.choice(Origin.values),
    )


def levels(rng: Random, one: Cadre) -> Iterator[Qualification]:
    scales = {QualificationKind.EDUCATION: Education, QualificationKind.POLITICAL_THEORY: PoliticalTheory}
    for kind, scale in scales.items():
        if rng.random() < 0.97:
            yield Qualification(cadre=one, kind=kind, level=rng.choice(scale.values))


def draft() -> StandardSet:
    """Of the set in force, with another age limit for everybody."""
    document: Document = {
        "code": "1-QĐ", "short_name": "Quy chế thử", "title": "Thử", "issued_on": None, "issued_by": "", "note": "",
    }  # fmt: skip
    officer, in_force = User.objects.get(username="tochuc"), StandardSet.objects.published().get()
    made = copy_standards(actor=officer, set_id=in_force.pk, document=document, starts_on=date(2030, 1, 1))
    Standard.objects.filter(set=made).update(age_max=34)
    return made
