"""`manage.py load_reference`: units, directives, periods, catalogue and forms, from the seed files; repeatable."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.assessments import services as assessments
from apps.branches import services as branches
from apps.cadres import services as cadres
from apps.directives import services as directives
from apps.indicators import services as indicators
from apps.reports import services as reports
from apps.reviews import services as reviews
from apps.units import services as units


class Command(BaseCommand):
    help = "Nạp dữ liệu nền: đơn vị, văn bản, kỳ, danh mục số liệu, biểu mẫu."

    def handle(self, *args: Any, **options: Any) -> None:
        for load in (
            units.load_reference,
            cadres.load_reference,
            branches.load_reference,
            assessments.load_reference,
            directives.load_reference,
            indicators.load_reference,
            reports.load_reference,
            reviews.load_reference,
        ):
            load()
        self.stdout.write("Đã nạp dữ liệu nền.")
