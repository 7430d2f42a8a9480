from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "apps.jobs"
    verbose_name = "Việc nền"

    def ready(self) -> None:
        """Make our Celery app the current one in every process that uses the product."""
        import tinhdoan.celery  # noqa: F401
