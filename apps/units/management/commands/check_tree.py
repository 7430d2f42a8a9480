"""`manage.py check_tree`: compares the stored ancestry with the dated edges; exit code 1 names every fault."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.units.queries import check_tree


class Command(BaseCommand):
    help = "So cây đơn vị đã lưu với các quan hệ theo ngày; tìm đơn vị mồ côi, vòng tròn, chồng lấn."

    def handle(self, *args: Any, **options: Any) -> None:
        result = check_tree()
        self.stdout.write("Đã so: " + ", ".join(f"{count} {what}" for what, count in result.counts.items()))
        for fault in result.faults:
            self.stderr.write(fault)
        if result.faults:
            raise CommandError(f"Cây đơn vị có {len(result.faults)} chỗ sai.")
        self.stdout.write("Cây đơn vị đúng: không mồ côi, không vòng tròn, không chồng lấn.")
