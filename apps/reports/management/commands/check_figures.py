"""`manage.py check_figures`: recomputes all figures and sums and compares; exits 1 and names what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.clock import db_now
from apps.reports.queries.checking import check_figures

SHOWN = 20


class Command(BaseCommand):
    help = "Tính lại mọi số liệu từ các bản báo cáo đã đóng băng và đối chiếu với số đang lưu."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for checked in check_figures(db_now()):
            self.stdout.write(f"{checked.what}: {checked.count} dòng, {len(checked.wrong)} sai")
            for line in checked.wrong[:SHOWN]:
                self.stdout.write(f"    {line}")
            wrong += len(checked.wrong)
        if wrong:
            raise CommandError(f"{wrong} dòng không khớp.", returncode=1)
        self.stdout.write("Mọi số liệu khớp.")
