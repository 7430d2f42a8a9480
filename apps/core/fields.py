"""Fields that every app repeats."""

from typing import Any

from django.conf import settings
from django.db import models


def by(verbose: str, **options: Any) -> "models.ForeignKey[Any, Any]":
    """A protected key to the person who acted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )
