"""Named constraints that every app repeats."""

from django.db.models import CheckConstraint, Q
from django.db.models.enums import Choices


def one_of(field: str, choices: type[Choices], name: str) -> CheckConstraint:
    """The database refuses a value of `field` that is not in `choices`."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=name,
        violation_error_message="Giá trị không có trong danh mục.",
    )
