"""Invitations: one link, one use, 72 hours; only the hash is kept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.core.clock import db_now, local_day
from apps.core.exceptions import NotAllowed
from apps.units import services
from apps.units.enums import Role
from apps.units.models import Invitation, Membership
from tests.world import World

NEW = "Sông Luộc mùa nước 79"
EMAIL = "moi@tinhdoan.example"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(world: World) -> Client:
    client = Client()
    client.force_login(world.administrator)
    return client


def form(world: World, **changes):
    return {
        "email": EMAIL,
        "full_name": "Lê Thu An",
        "role": "district_secretary",
        "unit": world.phu_cu.pk,
        **changes,
    }


def invited(client: Client, world: World, **changes) -> str:
    """The path of a new link, read from the page that shows it."""
    page = client.post("/nguoi-dung/moi/", form(world, **changes)).content.decode()
    assert "/loi-moi/" in page, page
    return "/loi-moi/" + page.split('value="http://testserver/loi-moi/')[1].split('"')[0]


def accept(path: str, **changes):
    return Client().post(
        path, {"username": "le.an", "password1": NEW, "password2": NEW, **changes}, follow=True
    )


def test_the_link_makes_the_account_with_its_role_once(administrator: Client, world: World):
    path = invited(administrator, world)
    assert "Chào đồng chí Lê Thu An" in Client().get(path).content.decode()
    page = accept(path)
    assert page.redirect_chain[-1][0] == "/dang-nhap/"
    user = User.objects.get(username="le.an")
    assert (user.email, user.full_name, user.check_password(NEW)) == (EMAIL, "Lê Thu An", True)
    membership = Membership.objects.get(user=user)
    assert (membership.unit, membership.role) == (world.phu_cu, Role.DISTRICT_SECRETARY)
    assert membership.validity.lower == local_day(db_now())
    again = Client().get(path)
    assert again.status_code == 410
    assert "đã được nhận" in again.content.decode()


def test_only_the_hash_is_kept_and_acts_are_recorded(administrator: Client, world: World):
    path = invited(administrator, world)
    token = path.split("/")[2]
    stored = Invitation.objects.values().get()
    assert token not in str(stored)
    assert len(stored["token_hash"]) == 64
    accept(path)
    acts = Entry.objects.filter(subject_type="units.invitation").order_by("pk")
    assert [(entry.act, entry.chain) for entry in acts] == [
        ("units.invite", world.phu_cu.pk),
        ("units.accept_invitation", world.phu_cu.pk),
    ]


def test_the_link_is_mailed_after_the_commit(
    administrator: Client, world: World, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        path = invited(administrator, world)
        assert mail.outbox == []
    assert mail.outbox[0].to == [EMAIL]
    assert path in mail.outbox[0].body
    assert "Bí thư, Phó Bí thư cấp huyện” ở Huyện đoàn Phù Cừ" in mail.outbox[0].body


def test_the_page_with_the_link_is_not_stored(administrator: Client, world: World):
    assert "no-store" in administrator.post("/nguoi-dung/moi/", form(world))["Cache-Control"]
    assert "no-store" in Client().get("/loi-moi/abc/")["Cache-Control"]


def test_after_72_hours_the_link_is_over(administrator: Client, world: World):
    path = invited(administrator, world)
    Invitation.objects.update(expires_at=db_now() + timedelta(seconds=5))
    assert Client().get(path).status_code == 200
    Invitation.objects.update(expires_at=db_now())
    page = accept(path)
    assert page.status_code == 410
    assert "quá 72 giờ" in page.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_link_lives_for_72_hours(administrator: Client, world: World):
    before = db_now()
    invited(administrator, world)
    left = Invitation.objects.get().expires_at - before
    assert timedelta(hours=72) <= left < timedelta(hours=72, minutes=1)


def test_a_revoked_link_is_over(administrator: Client, world: World):
    path = invited(administrator, world)
    page = administrator.post(f"/nguoi-dung/loi-moi/{Invitation.objects.get().pk}/thu-hoi/", follow=True)
    assert "Đã thu hồi" in page.content.decode()
    assert "đã được thu hồi" in Client().get(path).content.decode()
    assert accept(path).status_code == 410
    answer = administrator.post(f"/nguoi-dung/loi-moi/{Invitation.objects.get().pk}/thu-hoi/")
    assert answer.status_code == 403


def test_an_unknown_link_tells_nothing(db: None):
    page = Client().get("/loi-moi/khong-co/")
    assert page.status_code == 410
    assert "không đúng" in page.content.decode()


def test_two_people_with_one_link_make_one_account(administrator: Client, world: World):
    path = invited(administrator, world)
    token, now = path.split("/")[2], db_now()
    services.accept_invitation(token=token, username="mot", password=NEW, now=now)
    with pytest.raises(NotAllowed, match="đã được nhận"):
        services.accept_invitation(token=token, username="hai", password=NEW, now=now)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "Phu-Cu"}, "đã có người dùng"),
        ({"username": "phu-cu@tinhdoan.example"}, "đã có người dùng"),
        ({"username": "có dấu cách"}, "Tên đăng nhập chỉ gồm"),
        ({"username": "a" * 61}, "60"),
        ({"password1": "ngan", "password2": "ngan"}, "quá ngắn"),
        ({"password1": "le.an.le.an", "password2": "le.an.le.an"}, "Mật khẩu"),
        ({"password2": "khác"}, "chưa giống nhau"),
    ],
)
def test_a_bad_form_says_why_and_keeps_the_link(
    administrator: Client, world: World, changes: dict[str, str], said: str
):
    path = invited(administrator, world)
    page = accept(path, **changes)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert accept(path).status_code == 200
    assert User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "PHU-CU@tinhdoan.example"}, "đã có tài khoản"),
        ({"email": "không phải thư"}, "Nhập địa chỉ thư điện tử hợp lệ"),
        ({"role": "standing"}, "không giao ở loại đơn vị"),
        ({"unit": "", "q": ""}, "chọn một đơn vị"),
        ({"full_name": ""}, "Họ và tên"),
    ],
)
def test_a_bad_invitation_is_refused_in_words(
    administrator: Client, world: World, changes: dict[str, str], said: str
):
    page = administrator.post("/nguoi-dung/moi/", form(world, **changes))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Invitation.objects.exists()


def test_one_open_invitation_an_address(administrator: Client, world: World):
    invited(administrator, world)
    page = administrator.post("/nguoi-dung/moi/", form(world, email=EMAIL.upper())).content.decode()
    assert "đang có lời mời còn hiệu lực" in page
    Invitation.objects.update(expires_at=db_now())
    assert invited(administrator, world)


def test_a_name_taken_while_the_person_was_typing_is_a_sentence(administrator: Client, world: World):
    token = invited(administrator, world).split("/")[2]
    with pytest.raises(NotAllowed, match="vừa có tài khoản"):
        services.accept_invitation(token=token, username="phu-cu", password=NEW, now=db_now())


def test_the_list_says_what_became_of_each(administrator: Client, world: World):
    accept(invited(administrator, world))
    invited(administrator, world, email="hai@tinhdoan.example")
    page = administrator.get("/nguoi-dung/loi-moi/").content.decode()
    assert "1 lời mời chờ nhận" in page
    assert page.count("Đã nhận") == 1
    assert page.count("Thu hồi<") == 1
