"""The named people and units that tests speak of, on the real unit list.

An officer and the standing secretary of the province, the secretaries of Khoái Châu and of its neighbour Phù Cừ
(who must see nothing of it), the secretary of the commune Đồng Tiến, of a branch there, a viewer, an administrator, a
stranger.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import pytest
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.core.vietnamese import sort_key
from apps.units.enums import Role
from apps.units.models import Membership, Unit, UnitName, UnitParent
from apps.units.services.ancestry import rebuild_ancestry

DAY = date(2021, 9, 30)
PASSWORD = "Cây đa bến nước 2021"


@dataclass(frozen=True)
class World:
    province: Unit
    khoai_chau: Unit
    phu_cu: Unit
    affiliate: Unit
    dong_tien: Unit
    dan_tien: Unit
    officer: User
    standing: User
    secretary: User
    deputy: User
    neighbour: User
    affiliate_secretary: User
    commune_secretary: User
    viewer: User
    administrator: User
    stranger: User

    @cached_property
    def branch(self) -> Unit:
        """A chi đoàn of Đồng Tiến, there as soon as a test speaks of it."""
        return branch_of(self.dong_tien, "Chi đoàn thôn Đông Kim")

    @cached_property
    def branch_secretary(self) -> User:
        return person("dong-kim", Role.BRANCH_SECRETARY, self.branch)


def person(username: str, role: Role | None = None, unit: Unit | None = None) -> User:
    """An account with a password; with a role from 2019 on when one is given."""
    user = User.objects.create(
        username=username,
        email=f"{username}@tinhdoan.example",
        full_name=f"Đồng chí {username}",
        password=hashed_password(),
    )
    if role and unit:
        Membership.objects.create(user=user, unit=unit, role=role, validity=DateRange(date(2019, 1, 1), None))
    return user


@cache
def hashed_password() -> str:
    """Hashed once per run."""
    return make_password(PASSWORD)


def unit_named(name: str) -> Unit:
    return Unit.objects.named(DAY).get(name=name)


def branch_of(commune: Unit, name: str) -> Unit:
    """A chi đoàn of the commune from 2019 on; for one with villages and a meeting place see `tests.branches.scene`."""
    since = DateRange(date(2019, 1, 1), None)
    branch = Unit.objects.create(kind_id="BRANCH", opened_on=since.lower)
    UnitName.objects.create(unit=branch, name=name, short_name=name, sort_key=sort_key(name), validity=since)
    UnitParent.objects.create(unit=branch, parent=commune, validity=since)
    rebuild_ancestry(root_id=branch.pk)
    return branch


def build_world() -> World:
    province, khoai_chau = unit_named("Tỉnh đoàn Hưng Yên"), unit_named("Huyện đoàn Khoái Châu")
    phu_cu, affiliate = unit_named("Huyện đoàn Phù Cừ"), unit_named("Đoàn Khối Cơ quan – Doanh nghiệp tỉnh")
    dong_tien, dan_tien = unit_named("Đoàn xã Đồng Tiến"), unit_named("Đoàn xã Dân Tiến")
    return World(
        province=province,
        khoai_chau=khoai_chau,
        phu_cu=phu_cu,
        affiliate=affiliate,
        dong_tien=dong_tien,
        dan_tien=dan_tien,
        officer=person("can-bo", Role.ORGANISATION, province),
        standing=person("thuong-truc", Role.STANDING, province),
        secretary=person("khoai-chau", Role.DISTRICT_SECRETARY, khoai_chau),
        deputy=person("khoai-chau-2", Role.DISTRICT_SECRETARY, khoai_chau),
        neighbour=person("phu-cu", Role.DISTRICT_SECRETARY, phu_cu),
        affiliate_secretary=person("khoi", Role.DISTRICT_SECRETARY, affiliate),
        commune_secretary=person("dong-tien", Role.COMMUNE_SECRETARY, dong_tien),
        viewer=person("nguoi-xem", Role.VIEWER, province),
        administrator=person("quan-tri", Role.ADMINISTRATOR, province),
        stranger=person("nguoi-la"),
    )


@pytest.fixture
def world(db: None) -> World:
    """The people of the tests, in this test's transaction."""
    return build_world()
