"""Signing in by name or address, locked out after failures, signing out, changing and resetting passwords."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from apps.accounts.backends import MANY_OF_ACCOUNT, MANY_OF_ADDRESS, ORDINARY_LIMIT, STRICT_LIMIT
from apps.accounts.models import User
from apps.accounts.services import password_reset_path
from apps.audit.models import Entry
from tests.world import PASSWORD, World

NEW = "Sông Luộc mùa nước 79"
pytestmark = pytest.mark.django_db


def sign_in(login: str, password: str = PASSWORD, address: str = "10.0.0.1", next_page: str = "/nguoi-dung/"):
    client = Client(REMOTE_ADDR=address)
    answer = client.post(reverse("account_login"), {"login": login, "password": password, "next": next_page})
    return client, answer


def fail(login: str, times: int) -> None:
    """`times` wrong passwords from the usual address: one really typed (argon2 is slow), the others counted."""
    sign_in(login, "sai")
    account = login.partition("@")[0]
    AccessAttempt.objects.filter(username=account).update(failures_since_start=times)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "login", ["quan-tri", "QUAN-TRI", "quan-tri@tinhdoan.example", " Quan-Tri@TinhDoan.example "]
)
def test_user_name_or_address_whatever_the_case(world: World, login: str):
    client, answer = sign_in(login)
    assert (answer.status_code, answer["Location"]) == (302, "/nguoi-dung/")
    assert is_signed_in(client)


def test_passwords_are_kept_with_argon2(world: World):
    assert identify_hasher(world.officer.password).algorithm == "argon2"


def test_a_wrong_password_says_so_and_keeps_the_name(world: World):
    client, answer = sign_in("khoai-chau", "sai")
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answer.content.decode()
    assert 'value="khoai-chau"' in answer.content.decode()
    assert not is_signed_in(client)


def test_nobody_is_sent_to_a_foreign_site(world: World):
    _, answer = sign_in("quan-tri", next_page="https://example.org/")
    assert "example.org" not in answer["Location"]


def test_failures_are_counted_in_the_database_and_only_failures(world: World):
    sign_in("khoai-chau")
    assert not AccessAttempt.objects.exists()
    sign_in("khoai-chau@tinhdoan.example", "sai")
    sign_in("Khoai-Chau", "sai")
    assert AccessAttempt.objects.get().failures_since_start == 2
    assert AccessAttempt.objects.get().username == "khoai-chau"


def test_the_tenth_failure_locks_the_account_and_says_what_to_do(world: World):
    fail("khoai-chau", ORDINARY_LIMIT - 2)
    answers = [sign_in("khoai-chau", "sai")[1].status_code for _ in range(2)]
    assert answers == [200, 429]
    client, answer = sign_in("khoai-chau")
    assert answer.status_code == 429
    assert not is_signed_in(client)
    assert "Tạm khóa đăng nhập 15 phút" in answer.content.decode()


def test_the_office_behind_the_same_address_still_signs_in(world: World):
    """Deadline day: one colleague is locked out, another mistyped often, and the address has a hundred failures."""
    fail("khoai-chau", ORDINARY_LIMIT)
    assert sign_in("khoai-chau")[1].status_code == 429
    spray = AccessAttempt(ip_address="10.0.0.1", failures_since_start=MANY_OF_ADDRESS, username="?nobody")
    spray.save()
    assert is_signed_in(sign_in("phu-cu")[0])
    sign_in("dong-tien", "sai")
    assert is_signed_in(sign_in("dong-tien")[0])


def test_an_address_that_fails_often_gets_few_tries_at_each_account(world: World):
    AccessAttempt.objects.create(ip_address="10.0.0.1", failures_since_start=MANY_OF_ADDRESS, username="?x")
    answers = [sign_in("phu-cu", "sai")[1].status_code for _ in range(STRICT_LIMIT)]
    assert answers[-1] == 429
    assert is_signed_in(sign_in("phu-cu", address="10.0.0.2")[0])


def test_guessing_from_many_addresses_is_slowed_and_does_not_lock_the_owner_out(world: World):
    for number in range(MANY_OF_ACCOUNT // 5):
        AccessAttempt.objects.create(ip_address=f"10.9.0.{number}", failures_since_start=5, username="phu-cu")
    answers = [sign_in("phu-cu", "sai", address="10.9.9.9")[1].status_code for _ in range(STRICT_LIMIT)]
    assert answers[-1] == 429
    assert is_signed_in(sign_in("phu-cu")[0])


def test_a_colleague_signing_in_does_not_reset_the_count(world: World):
    fail("khoai-chau", ORDINARY_LIMIT - 1)
    sign_in("phu-cu")
    assert sign_in("khoai-chau", "sai")[1].status_code == 429


def test_what_was_typed_as_an_unknown_name_is_not_kept(world: World):
    sign_in("MậtKhẩuGõNhầm", "sai")
    attempt = AccessAttempt.objects.get()
    assert attempt.username.startswith("?")
    assert "Nhầm" not in attempt.username + attempt.post_data
    assert "sai" not in attempt.post_data


def test_a_locked_account_reads_why(world: World):
    User.objects.filter(pk=world.viewer.pk).update(is_active=False)
    client, answer = sign_in("nguoi-xem")
    page = client.get(answer["Location"]).content.decode()
    assert "Tài khoản của đồng chí đã khóa" in page
    assert not is_signed_in(client)


def test_the_proxy_in_front_tells_the_address(world: World, rf):
    from apps.accounts.backends import client_address

    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.0.0.7")
    assert client_address(request) == "127.0.0.1"
    with override_settings(TRUSTED_PROXY_COUNT=1):
        assert client_address(request) == "10.0.0.7"


def test_sign_up_is_closed(client: Client, db: None):
    for answer in (client.get("/dang-ky/"), client.post("/dang-ky/", {"username": "a", "password1": NEW})):
        assert "đóng đăng ký" in answer.content.decode()
    assert not User.objects.exists()


def test_signing_out_takes_a_post(world: World):
    client, _ = sign_in("khoai-chau")
    assert "Đồng chí muốn đăng xuất?" in client.get("/dang-xuat/").content.decode()
    assert is_signed_in(client)
    assert client.post("/dang-xuat/")["Location"] == "/dang-nhap/"
    assert not is_signed_in(client)


def test_changing_the_password_ends_the_other_sessions_and_is_recorded(world: World):
    here, _ = sign_in("khoai-chau")
    elsewhere, _ = sign_in("khoai-chau")
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/tai-khoan/doi-mat-khau/", form).status_code == 302
    assert here.get("/tai-khoan/doi-mat-khau/").status_code == 200
    assert elsewhere.get("/tai-khoan/doi-mat-khau/").status_code == 302
    assert Entry.objects.get(act="accounts.set_password").actor == world.secretary
    assert "vừa được đổi" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("ngan", "quá ngắn"),
        ("123456789012345", "chữ số"),
        ("hungyen2021!", "ai cũng đoán được"),
        ("khoai-chau-1", "giống"),
    ],
)
def test_weak_passwords_are_refused_in_our_words(world: World, password: str, said: str):
    client = Client()
    client.force_login(world.secretary)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert said in client.post("/tai-khoan/doi-mat-khau/", form).content.decode()


def reset_link(client: Client, email: str) -> str:
    client.post("/quen-mat-khau/", {"email": email})
    return next(word for word in mail.outbox[-1].body.split() if word.startswith("http"))


def test_resetting_by_mail_works_once_and_lifts_the_lock(world: World, client: Client):
    fail("khoai-chau", ORDINARY_LIMIT)
    assert sign_in("khoai-chau")[1].status_code == 429
    page = client.get(reset_link(client, "Khoai-Chau@tinhdoan.example"))
    done = client.post(page["Location"], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Đã đặt mật khẩu mới" in done.content.decode()
    assert is_signed_in(sign_in("khoai-chau", NEW)[0])


def test_a_reset_link_is_over_after_its_use(world: World, client: Client):
    path = password_reset_path(user=world.viewer)
    page = client.get(path)
    client.post(page["Location"], {"password1": NEW, "password2": NEW})
    for over in (path, path.replace("dat-lai-mat-khau/", "dat-lai-mat-khau/0")):
        assert "không còn dùng được" in Client().get(over).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(world: World, client: Client):
    pages = []
    for email in (world.viewer.email, "ai-do@tinhdoan.example"):
        answer = client.post("/quen-mat-khau/", {"email": email}, follow=True)
        pages.append(answer.content.decode().split("<h1>")[1])
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [[world.viewer.email]]


def test_the_demo_names_stand_on_the_page_on_demo_alone(world: World, client: Client):
    assert "phu-cu" not in client.get("/dang-nhap/").content.decode()
    with override_settings(DEMO=True):
        page = client.get("/dang-nhap/").content.decode()
    for name in ("thuong-truc", "can-bo", "khoai-chau", "dong-tien", "nguoi-xem", "quan-tri"):
        assert f'data-fill-login="{name}"' in page
    assert "phu-cu" not in page
    assert "Huyện đoàn Khoái Châu" in page


def test_the_administration_has_the_one_sign_in_page(world: World, client: Client):
    answer = client.get("/quan-tri/", follow=True)
    assert answer.redirect_chain[-1][0] == "/dang-nhap/?next=/quan-tri/"
    client.force_login(world.viewer)
    assert client.get("/quan-tri/", follow=True).status_code == 403


def test_mail_goes_to_files_unless_told_otherwise():
    """The test runner puts its own backend in; what stands in the settings is what the product uses."""
    assert settings.EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert str(settings.EMAIL_CONFIG["EMAIL_FILE_PATH"]).rstrip("/") == str(settings.VAR_DIR / "mail")


def test_a_form_from_before_another_sign_in_is_refused_in_words(db: None):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/dang-nhap/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Biểu mẫu chưa được gửi" in answer.content.decode()
