from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "apps.reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """Who hands over rows in time is asked when communes are assessed."""
        from apps.assessments.queries.punctuality import supply_punctuality
        from apps.reports.queries.rows_in_time import rows_in_time

        supply_punctuality(rows_in_time)
