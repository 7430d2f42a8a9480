"""`manage.py check_audit`: recomputes every chain of the log; names the bad rows and exits 1."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.audit import queries


class Command(BaseCommand):
    help = "Kiểm tra nhật ký: tính lại mã của mọi dòng, nêu dòng bị đổi hoặc bị mất."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="MÃ",
            help="mã đầu chuỗi đã in trong một bản sơ kết; báo lỗi nếu nay không còn trong nhật ký",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = queries.verify()
        for head in found.heads:
            self.stdout.write(f"chuỗi {head.chain}: {head.count} dòng, mã cuối {head.hash}")
        lost = [value for value in options["head"] if not queries.contains(value)]
        for fault in found.faults:
            self.stderr.write(f"dòng {fault.entry_id} (chuỗi {fault.chain}, số {fault.seq}): {fault.reason}")
        for value in lost:
            self.stderr.write(f"mã {value} không còn trong nhật ký: chuỗi đã bị cắt hoặc viết lại")
        faults = len(found.faults) + len(lost)
        self.stdout.write(f"{found.count} dòng, {len(found.heads)} chuỗi, {faults} lỗi")
        if faults:
            sys.exit(1)
