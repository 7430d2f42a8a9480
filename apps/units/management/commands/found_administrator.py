"""`manage.py found_administrator`: the first administrator of a new installation; all others are invited."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed
from apps.units.services import found_administrator


class Command(BaseCommand):
    help = "Lập quản trị hệ thống đầu tiên và in liên kết đặt mật khẩu (dùng một lần, 24 giờ)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("email", help="thư điện tử")
        parser.add_argument("full_name", help="họ và tên")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in ("username", "email", "full_name")}
        try:
            path = found_administrator(**given, now=db_now())
        except NotAllowed as refusal:
            raise CommandError(refusal.reason) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Mở trang này để đặt mật khẩu: {path}")
