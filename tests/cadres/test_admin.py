"""The register's reference data in Django's admin: dated rows begin by a day and end what was in force."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from apps.audit.models import Entry
from apps.cadres import services
from apps.cadres.models import AgeRule, FieldVisitRule, Position, Quota, StaffQuota
from apps.core.exceptions import NotAllowed
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, world: World):
    client.force_login(world.officer, backend="apps.accounts.backends.SignInBackend")
    return client


def route(model, page: str, *args) -> str:
    return reverse(f"admin:cadres_{model._meta.model_name}_{page}", args=args)


def test_a_quota_ends_the_one_before_it(officer, world: World):
    given = {
        "unit": world.khoai_chau.pk,
        "position": "DEPUTY_SECRETARY",
        "seats": 2,
        "source": "Quyết định thử",
    }
    assert officer.post(route(Quota, "add"), given | {"starts_on": "01/01/2020"}).status_code == 302
    assert (
        officer.post(route(Quota, "add"), given | {"starts_on": "01/07/2021", "seats": 3}).status_code == 302
    )
    rows = Quota.objects.order_by("validity").values_list("seats", "validity")
    first, last = DateRange(date(2020, 1, 1), date(2021, 7, 1)), DateRange(date(2021, 7, 1), None)
    assert list(rows) == [(2, first), (3, last)]
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.chain) == ("cadres.set_quota", world.khoai_chau.pk)
    page = officer.post(route(Quota, "add"), given | {"starts_on": "01/07/2021"}).content.decode()
    assert "Đã có mức từ ngày 01/07/2021: chọn ngày sau đó." in page
    listed = officer.get(route(Quota, "changelist"), {"q": "khoai chau"}).content.decode()
    assert listed.count("Huyện đoàn Khoái Châu") == 2
    assert (
        "Huyện đoàn Khoái Châu"
        not in officer.get(route(Quota, "changelist"), {"q": "phu cu"}).content.decode()
    )
    assert officer.get(route(Quota, "change", Quota.objects.first().pk)).status_code == 200


def test_posts_and_counting_of_ages_are_dated_too(officer, world: World):
    given = {"unit": world.khoai_chau.pk, "posts": 6, "source": "Quyết định thử", "starts_on": "01/01/2020"}
    assert officer.post(route(StaffQuota, "add"), given).status_code == 302
    assert StaffQuota.objects.get().posts == 6
    rule = {"counting": "calendar_year", "source": "Công văn thử", "starts_on": "01/01/2022"}
    assert officer.post(route(AgeRule, "add"), rule).status_code == 302
    assert AgeRule.objects.get(validity__contains=date(2021, 12, 31)).counting == "full_years"
    assert AgeRule.objects.get(validity__contains=date(2022, 1, 1)).counting == "calendar_year"


def test_days_to_go_and_positions_keep_what_rests_on_them(officer):
    given = {"unit_kind": "DISTRICT", "year": 2021, "days": 30, "source": "thử", "is_proposed": "on"}
    assert officer.post(route(FieldVisitRule, "add"), given).status_code == 302
    rule = FieldVisitRule.objects.get()
    officer.post(route(FieldVisitRule, "change", rule.pk), given | {"year": 2020, "days": 60})
    rule.refresh_from_db()
    assert (rule.year, rule.days) == (2021, 60)
    given = {"name": "Bí thư Đoàn", "rank": 1, "in_committee": "on", "in_standing": "on", "needs_plan": "on"}
    officer.post(route(Position, "change", "SECRETARY"), given)
    secretary = Position.objects.get(pk="SECRETARY")
    assert (secretary.name, secretary.is_single) == ("Bí thư Đoàn", True)
    assert Entry.objects.latest("pk").act == "cadres.change_position"


def test_the_service_too_refuses_a_day_that_is_not_later(world: World):
    given = {"actor": world.officer, "starts_on": date(2021, 7, 1)}
    first, second = (Quota(unit=world.khoai_chau, position_id="STAFF", seats=n, source="thử") for n in (1, 2))
    services.set_quota(quota=first, **given)
    with pytest.raises(ValidationError, match="Đã có mức từ ngày 01/07/2021: chọn ngày sau đó"):
        services.set_quota(quota=second, **given)


@pytest.mark.parametrize("who", ["secretary", "standing", "viewer", "administrator"])
def test_only_the_officer_sets_them(client, world: World, who):
    actor = getattr(world, who)
    client.force_login(actor, backend="apps.accounts.backends.SignInBackend")
    assert client.get(route(Quota, "changelist"), follow=True).status_code == 403
    quota = Quota(unit=world.khoai_chau, position_id="STAFF", seats=1, source="thử")
    posts = StaffQuota(unit=world.khoai_chau, posts=1, source="thử")
    for act, given in (
        (services.set_quota, {"quota": quota}),
        (services.set_staff_quota, {"quota": posts}),
        (services.set_age_rule, {"rule": AgeRule(counting="full_years", source="thử")}),
    ):
        with pytest.raises(NotAllowed):
            act(actor=actor, starts_on=date(2022, 1, 1), **given)
