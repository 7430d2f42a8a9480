"""`manage.py check_files`: compares the rows with the disk; names what is missing, altered or unknown and exits 1.

`--sweep` first removes what was erased at somebody's request and is still (or, after a restore, again) there.
"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.core.clock import db_now
from apps.files import services
from apps.files.models import StoredFile


class Command(BaseCommand):
    help = "Đối chiếu tệp đính kèm với đĩa: nêu tệp bị mất, bị đổi hoặc thừa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sweep", action="store_true", help="xóa khỏi đĩa tệp đã xóa theo yêu cầu mà còn sót"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sweep"]:
            self.stdout.write(f"đã xóa {services.sweep()} tệp còn sót")
        faults = list(services.faults(now=db_now()))
        for fault in faults:
            self.stderr.write(fault)
        self.stdout.write(f"{StoredFile.objects.count()} tệp, {len(faults)} lỗi")
        if faults:
            sys.exit(1)
