"""Named constraints that every app repeats, and what they say when they refuse."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, Model, Q
from django.db.models.enums import Choices


def one_of(field: str, choices: type[Choices], name: str) -> CheckConstraint:
    """The database refuses a value of `field` that is not in `choices`."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=name,
        violation_error_message="Giá trị không có trong danh mục.",
    )


@contextmanager
def refused_in_words(model: type[Model], fields: Mapping[str, str] | None = None) -> Iterator[None]:
    """A savepoint; a constraint of `model` that is violated in it raises ValidationError with its own sentence.

    `fields`: beside which field the sentence of a constraint stands, by the constraint's name.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        cause: Any = error.__cause__
        for constraint in model._meta.constraints:
            if constraint.name == cause.diag.constraint_name:
                sentence, field = str(constraint.violation_error_message), (fields or {}).get(constraint.name)
                raise ValidationError({field: sentence} if field else sentence) from error
        raise
