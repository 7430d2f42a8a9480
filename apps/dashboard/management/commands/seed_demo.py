"""`manage.py seed_demo`: the demo province, into a database without accounts. Refused unless DEMO=1."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.core.clock import db_now
from apps.dashboard.services import seed_province, seed_review
from apps.reviews.enums import ReviewState
from apps.reviews.models import Review


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa vào cơ sở dữ liệu chưa có tài khoản nào."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-new", action="store_true", help="không làm gì nếu đã có tài khoản")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Chỉ nạp dữ liệu minh họa khi DEMO=1.")
        is_new = not User.objects.exists()
        if not is_new and not options["if_new"]:
            raise CommandError("Cơ sở dữ liệu đã có tài khoản, không nạp dữ liệu minh họa lên trên.")
        if is_new:
            seed_province(now=db_now())
        if not Review.objects.filter(
            state=ReviewState.APPROVED
        ).exists():  # a first start may have been cut short
            seed_review(now=db_now())
        self.stdout.write("Đã có dữ liệu minh họa.")
