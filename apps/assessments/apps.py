from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "apps.assessments"
    verbose_name = "Đánh giá, xếp loại"

    def ready(self) -> None:
        """An assessment is about a unit: it stays when the cadre who follows it is made anonymous."""
        from apps.assessments.models import Assessment
        from apps.cadres.queries.personal import decide

        stays = {field.name for field in Assessment._meta.concrete_fields if not field.primary_key}
        decide(Assessment, goes={}, stays=stays)
