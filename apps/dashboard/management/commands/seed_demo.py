"""`manage.py seed_demo`: the demo province, into a database without accounts. Refused unless DEMO=1."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.core.clock import db_now
from apps.dashboard.services import seed


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa vào cơ sở dữ liệu chưa có tài khoản nào."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-new", action="store_true", help="không làm gì nếu đã có tài khoản")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Chỉ nạp dữ liệu minh họa khi DEMO=1.")
        if not User.objects.exists():
            seed(now=db_now())
            self.stdout.write("Đã nạp dữ liệu minh họa.")
        elif not options["if_new"]:
            raise CommandError("Cơ sở dữ liệu đã có tài khoản, không nạp dữ liệu minh họa lên trên.")
