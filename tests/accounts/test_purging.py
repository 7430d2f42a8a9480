"""What is kept of sessions and sign-ins, and for how long."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts import tasks
from apps.core.clock import db_now
from tests.visits import signed_in
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db


def test_sessions_that_are_over_are_deleted_the_others_stay(world: World):
    here, gone = signed_in(world.officer), signed_in(world.secretary)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=db_now())
    tasks.purge_sessions()
    assert Session.objects.get().pk == here.session.session_key


@pytest.mark.parametrize("password", [PASSWORD, "không phải mật khẩu"])
def test_sign_ins_and_failures_are_kept_for_ninety_days(world: World, client: Client, password: str):
    client.post("/dang-nhap/", {"login": "khoai-chau", "password": password})
    assert kept_after(89) == 1
    assert kept_after(91) == 0


def kept_after(days: int) -> int:
    """Rows left when the last sign-in is that many days old."""
    for model in (AccessLog, AccessAttempt):
        model.objects.update(attempt_time=db_now() - timedelta(days=days))
    tasks.purge_sign_ins()
    return AccessLog.objects.count() + AccessAttempt.objects.count()
