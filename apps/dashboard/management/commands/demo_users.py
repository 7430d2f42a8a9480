"""`manage.py demo_users`: the sign-in names of the demo, for the screen of `./run`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.core.clock import today
from apps.dashboard.services import DEMO_PASSWORD
from apps.units.models import Membership, Unit


class Command(BaseCommand):
    help = "In tên đăng nhập của dữ liệu minh họa."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            return
        held = Membership.objects.current(today()).select_related("user").order_by("pk")
        names = {unit.pk: str(unit) for unit in Unit.objects.named(today())}
        for membership in held:
            line = (
                f"{membership.user.username:<14}{membership.get_role_display()}, {names[membership.unit_id]}"
            )
            self.stdout.write(line)
        self.stdout.write(f"Mật khẩu chung: {DEMO_PASSWORD}")
