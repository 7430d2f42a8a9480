"""`manage.py check_files`: compares the rows with the disk; names what is missing, altered or unknown and exits 1."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from apps.core.clock import db_now
from apps.files import services
from apps.files.models import StoredFile


class Command(BaseCommand):
    help = "Đối chiếu tệp đính kèm với đĩa: nêu tệp bị mất, bị đổi hoặc thừa."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(services.faults(now=db_now()))
        for fault in faults:
            self.stderr.write(fault)
        self.stdout.write(f"{StoredFile.objects.count()} tệp, {len(faults)} lỗi")
        if faults:
            sys.exit(1)
