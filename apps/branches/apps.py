from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "apps.branches"
    verbose_name = "Chi đoàn"

    def ready(self) -> None:
        """A plan is about a branch: it stays when its supporter is made anonymous, without the name in its texts."""
        from apps.branches.models import SupportPlan
        from apps.cadres.queries.personal import decide

        stays = {field.name for field in SupportPlan._meta.concrete_fields if not field.primary_key}
        decide(SupportPlan, goes={}, stays=stays, notes=("measures", "note"))
