"""Roles from a day to a day, locked accounts, one-use links, and the list of people."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.core.clock import db_now, local_day
from apps.core.exceptions import NotAllowed
from apps.units import queries, services
from apps.units.enums import Role
from apps.units.models import Membership
from tests.world import World, person

pytestmark = pytest.mark.django_db


def today() -> date:
    return local_day(db_now())


def admin_client(world: World) -> Client:
    client = Client()
    client.force_login(world.administrator)
    return client


def grant(world: World, **changes):
    given = {
        "actor": world.administrator,
        "user_id": world.stranger.pk,
        "unit": world.phu_cu,
        "role": Role.DISTRICT_SECRETARY,
        "starts_on": today(),
        "now": db_now(),
    }
    return services.grant_role(**given | changes)


def held(user: User, day: date) -> set[str]:
    return set(Membership.objects.current(day).filter(user=user).values_list("role", flat=True))


def test_a_role_holds_from_its_first_day_to_the_day_before_its_end(world: World):
    start = today() + timedelta(days=5)
    membership = grant(world, starts_on=start)
    services.end_role(
        actor=world.administrator,
        membership_id=membership.pk,
        ends_on=start + timedelta(days=10),
        now=db_now(),
    )
    days = [start + timedelta(days=number) for number in (-1, 0, 9, 10)]
    assert [held(world.stranger, day) for day in days] == [
        set(),
        {"district_secretary"},
        {"district_secretary"},
        set(),
    ]


def test_each_act_is_recorded_last_with_names_of_fields_and_no_values(world: World):
    membership = grant(world)
    entry = Entry.objects.first()
    assert (entry.act, entry.actor, entry.subject_id) == (
        "units.grant_role",
        world.administrator,
        membership.pk,
    )
    assert entry.chain == world.phu_cu.pk
    assert entry.changed == ["role", "starts_on", "user"]


def test_the_same_role_is_not_given_twice_at_once(world: World):
    membership = grant(world)
    with pytest.raises(NotAllowed, match="đã giữ vai trò này"):
        grant(world, starts_on=today() + timedelta(days=9))
    end = today() + timedelta(days=3)
    services.end_role(actor=world.administrator, membership_id=membership.pk, ends_on=end, now=db_now())
    assert grant(world, starts_on=end).validity.lower == end


def test_a_role_belongs_to_its_kind_of_unit(world: World):
    with pytest.raises(NotAllowed, match="không giao ở loại đơn vị"):
        grant(world, unit=world.dong_tien)
    with pytest.raises(NotAllowed, match="không giao ở loại đơn vị"):
        grant(world, unit=world.khoai_chau, role=Role.ADMINISTRATOR)
    assert grant(world, unit=world.dong_tien, role=Role.VIEWER)


def test_a_closed_unit_takes_no_role(world: World):
    world.phu_cu.closed_on = today()
    world.phu_cu.save()
    with pytest.raises(NotAllowed, match="đã kết thúc hoạt động"):
        grant(world)


def test_a_role_taken_back_on_its_first_day_leaves_no_day_behind(world: World):
    membership = grant(world)
    services.end_role(actor=world.administrator, membership_id=membership.pk, ends_on=today(), now=db_now())
    assert not Membership.objects.filter(user=world.stranger).exists()
    assert Entry.objects.filter(act="units.end_role", subject_id=membership.pk).exists()


def test_history_is_not_rewritten(world: World):
    membership = Membership.objects.get(user=world.neighbour)
    with pytest.raises(NotAllowed, match="sớm nhất là hôm nay"):
        end(world, membership, today() - timedelta(days=1))
    end(world, membership, today())
    with pytest.raises(NotAllowed, match="đã kết thúc"):
        end(world, membership, today() + timedelta(days=1))


def end(world: World, membership: Membership, day: date, actor: User | None = None) -> None:
    services.end_role(
        actor=actor or world.administrator, membership_id=membership.pk, ends_on=day, now=db_now()
    )


def test_a_change_of_role_ends_the_persons_sessions_at_once(world: World):
    client = Client()
    client.force_login(world.neighbour)
    assert client.get("/tai-khoan/doi-mat-khau/").status_code == 200
    grant(world, user_id=world.neighbour.pk, role=Role.VIEWER, unit=world.khoai_chau)
    assert client.get("/tai-khoan/doi-mat-khau/").status_code == 302


def test_a_locked_account_is_out_at_once_and_may_come_back(world: World):
    client = Client()
    client.force_login(world.neighbour)
    services.lock_account(actor=world.administrator, user_id=world.neighbour.pk, now=db_now())
    assert client.get("/tai-khoan/doi-mat-khau/").status_code == 302
    services.unlock_account(actor=world.administrator, user_id=world.neighbour.pk)
    assert User.objects.get(pk=world.neighbour.pk).is_active


def test_nobody_locks_themselves_out(world: World):
    own = Membership.objects.get(user=world.administrator)
    with pytest.raises(NotAllowed, match="không thể tự bỏ"):
        end(world, own, today())
    with pytest.raises(NotAllowed, match="không thể tự khóa"):
        services.lock_account(actor=world.administrator, user_id=world.administrator.pk, now=db_now())


def test_somebody_always_administers_the_system(world: World):
    other = person("quan-tri-2", Role.ADMINISTRATOR, world.province)
    until = today() + timedelta(days=30)
    Membership.objects.filter(user=other).update(validity=DateRange(date(2019, 1, 1), until))
    first = Membership.objects.get(user=world.administrator)
    with pytest.raises(NotAllowed, match="cuối cùng"):
        end(world, first, today(), actor=other)
    with pytest.raises(NotAllowed, match="cuối cùng"):
        services.lock_account(actor=other, user_id=world.administrator.pk, now=db_now())
    Membership.objects.filter(user=other).update(validity=DateRange(date(2019, 1, 1), None))
    end(world, first, today(), actor=User.objects.get(pk=other.pk))
    assert held(world.administrator, today()) == set()


@pytest.mark.parametrize(
    "name", ["officer", "standing", "secretary", "commune_secretary", "viewer", "stranger"]
)
def test_services_refuse_everybody_but_administrators(world: World, name: str):
    actor, target, now = getattr(world, name), world.neighbour.pk, db_now()
    membership = Membership.objects.get(user=world.neighbour)
    acts = [
        lambda: grant(world, actor=actor),
        lambda: end(world, membership, today(), actor=actor),
        lambda: services.lock_account(actor=actor, user_id=target, now=now),
        lambda: services.unlock_account(actor=actor, user_id=target),
        lambda: services.create_reset_link(actor=actor, user_id=target),
        lambda: services.revoke_invitation(actor=actor, invitation_id=1, now=now),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="Chỉ quản trị hệ thống"):
            act()


def test_pages_answer_administrators_alone(world: World):
    pages = ["/nguoi-dung/", f"/nguoi-dung/{world.viewer.pk}/", "/nguoi-dung/loi-moi/", "/nguoi-dung/moi/"]
    for user, status in ((world.administrator, 200), (world.officer, 403), (world.secretary, 403)):
        client = Client()
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [status] * len(pages)
    assert {Client().get(page).status_code for page in pages} == {302}
    assert admin_client(world).get("/nguoi-dung/999999/").status_code == 404


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("khoai chau", "khoai-chau khoai-chau-2"),
        ("DONG TIEN", "dong-tien"),
        ("phu-cu@", "phu-cu"),
        ("zzz", ""),
    ],
)
def test_the_list_is_searched_without_accents_by_person_and_unit(world: World, q: str, expected: str):
    found = queries.people(q=q, role="", state="", today=today())
    assert " ".join(found.values_list("username", flat=True)) == expected


def test_the_list_is_filtered_by_role_and_state(world: World):
    User.objects.filter(pk=world.viewer.pk).update(is_active=False)

    def names(**changes: str) -> set[str]:
        found = queries.people(**{"q": "", "role": "", "state": ""} | changes, today=today())
        return set(found.values_list("username", flat=True))

    assert names(role=Role.VIEWER) == {"nguoi-xem"}
    assert names(state="locked") == {"nguoi-xem"}
    assert names(state="idle") == {"nguoi-la"}
    assert "nguoi-xem" not in names(state="active")


def test_a_nonsense_filter_is_ignored(world: World):
    page = admin_client(world).get("/nguoi-dung/?role=vua&state=bay&page=abc&q=" + "a" * 500)
    assert page.status_code == 200
    assert "10 tài khoản đang hoạt động" in page.content.decode()


def test_the_list_takes_as_many_statements_for_3_as_for_12_rows(world: World):
    client = admin_client(world)
    client.get("/nguoi-dung/")
    counts = []
    for q in ("dong chi khoai-chau", "dong-chi-"):
        if q == "dong-chi-":
            for number in range(12):
                person(f"dong-chi-{number}", Role.VIEWER, world.phu_cu)
        with CaptureQueriesContext(connection) as statements:
            assert client.get("/nguoi-dung/", {"q": q}).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 15


def test_the_list_shows_fifty_accounts_a_page(world: World):
    User.objects.bulk_create(
        User(
            username=f"dv{number:03}",
            email=f"dv{number}@tinhdoan.example",
            full_name=f"Đoàn viên {number:03}",
        )
        for number in range(100)
    )
    page = admin_client(world).get("/nguoi-dung/?page=2").content.decode()
    assert page.count('<th scope="row">') == 50
    assert "51–100 trong 110 tài khoản" in page


def test_a_role_is_given_and_ended_on_the_pages(world: World):
    client = admin_client(world)
    home = f"/nguoi-dung/{world.stranger.pk}/"
    form = {"role": "district_secretary", "unit": world.phu_cu.pk, "starts_on": "01/12/2030"}
    page = client.post(home, form, follow=True).content.decode()
    assert "Đã giao vai trò “Bí thư, Phó Bí thư cấp huyện”" in page
    assert "từ 01/12/2030" in page
    membership = Membership.objects.get(user=world.stranger)
    page = client.post(
        f"/nguoi-dung/vai-tro/{membership.pk}/ket-thuc/", {"ends_on": "01/12/2031"}, follow=True
    )
    assert "từ 01/12/2030 đến hết 30/11/2031" in page.content.decode()


def test_without_scripts_the_typed_name_of_one_unit_is_enough(world: World):
    client = admin_client(world)
    home = f"/nguoi-dung/{world.stranger.pk}/"
    form = {"role": "viewer", "unit": "", "q": "huyen doan khoai chau", "starts_on": "24/11/2026"}
    assert client.post(home, form).status_code == 302
    assert Membership.objects.get(user=world.stranger).unit == world.khoai_chau
    page = client.post(home, form | {"q": "Đoàn xã"}).content.decode()
    assert "chọn một đơn vị trong danh sách" in page
    assert 'value="Đoàn xã"' in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"role": "vua"}, "vua"),
        ({"unit": "999999"}, "Đơn vị"),
        ({"unit": "abc"}, "Đơn vị"),
        ({"starts_on": "31/02/2026"}, "Nhập một ngày hợp lệ"),
        ({"role": "commune_secretary"}, "không giao ở loại đơn vị"),
    ],
)
def test_a_bad_form_loses_nothing_and_says_why(world: World, form: dict[str, str], said: str):
    good = {
        "role": "district_secretary",
        "unit": str(world.phu_cu.pk),
        "q": "Phù Cừ",
        "starts_on": "24/11/2026",
    }
    page = admin_client(world).post(f"/nguoi-dung/{world.stranger.pk}/", good | form)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert 'value="Phù Cừ"' in page.content.decode()
    assert not Membership.objects.filter(user=world.stranger).exists()


def test_a_reset_link_is_shown_once_works_once_and_stands_nowhere(world: World):
    client = admin_client(world)
    answer = client.post(f"/nguoi-dung/{world.neighbour.pk}/dat-lai-mat-khau/")
    assert "no-store" in answer["Cache-Control"]
    path = "/dat-lai-mat-khau/" + answer.content.decode().split("/dat-lai-mat-khau/")[1].split('"')[0]
    someone = Client()
    new = {"password1": "Sông Luộc mùa nước 79", "password2": "Sông Luộc mùa nước 79"}
    assert (
        "Đã đặt mật khẩu mới"
        in someone.post(someone.get(path)["Location"], new, follow=True).content.decode()
    )
    assert "không còn dùng được" in Client().get(path).content.decode()
    assert Entry.objects.filter(act="units.create_reset_link", actor=world.administrator).count() == 1


def test_a_locked_account_gets_no_reset_link(world: World):
    User.objects.filter(pk=world.viewer.pk).update(is_active=False)
    answer = admin_client(world).post(f"/nguoi-dung/{world.viewer.pk}/dat-lai-mat-khau/")
    assert answer.status_code == 403
    assert "mở tài khoản trước" in answer.content.decode()


def test_the_first_administrator_is_founded_once(db: None, capsys: pytest.CaptureFixture[str]):
    call_command("found_administrator", "quantri", "quantri@tinhdoan.example", "Trần Thị Bình")
    path = capsys.readouterr().out.split()[-1]
    client = Client()
    new = {"password1": "Sông Luộc mùa nước 79", "password2": "Sông Luộc mùa nước 79"}
    assert (
        "Đã đặt mật khẩu mới" in client.post(client.get(path)["Location"], new, follow=True).content.decode()
    )
    with pytest.raises(CommandError, match="đã có quản trị"):
        call_command("found_administrator", "hai", "hai@tinhdoan.example", "Ai Khác")
