"""`manage.py open_quarter`: the running quarter's periods, deadlines and reports; repeatable."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.core.clock import db_now
from apps.reports import services


class Command(BaseCommand):
    help = "Mở báo cáo của quý đang chạy cho mọi đơn vị phải báo cáo."

    def handle(self, *args: Any, **options: Any) -> None:
        opened = services.open_running_quarter(now=db_now())
        self.stdout.write(f"Đã mở {opened} báo cáo.")
