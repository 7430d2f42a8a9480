from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "apps.assessments"
    verbose_name = "Đánh giá, xếp loại"

    def ready(self) -> None:
        """Ratings make a branch weak. An assessment is about a unit: it stays when who follows it is made anonymous."""
        from apps.assessments.models import Assessment
        from apps.assessments.queries.lowest import lowest_rated
        from apps.branches.queries.ratings import supply_ratings
        from apps.cadres.queries.personal import decide

        stays = {field.name for field in Assessment._meta.concrete_fields if not field.primary_key}
        supply_ratings(lowest_rated)
        decide(Assessment, goes={}, stays=stays)
