"""What forms of every app share: days as they are written here, a service's refusal beside its fields."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.core.exceptions import Stale

LARGEST_ID = 2**63 - 1


def day_input() -> forms.DateInput:
    """A day as it is written here, 23/11/2021, whatever the browser's language."""
    return forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "23/11/2021"})


def day_field(label: str, *, required: bool = False, **more: Any) -> forms.DateField:
    sentences = {"required": "Ghi ngày, ví dụ 23/11/2021.", "invalid": "Ghi ngày như 23/11/2021."}
    return forms.DateField(
        label=label, required=required, widget=day_input(), error_messages=sentences, **more
    )


def unit_field(label: str) -> forms.IntegerField:
    """Filled by the unit picker."""
    sentence = "Chọn đơn vị trong danh sách gợi ý."
    return forms.IntegerField(
        label=label,
        widget=forms.HiddenInput,
        min_value=1,
        max_value=LARGEST_ID,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


def version_field() -> forms.IntegerField:
    """Of the row as it was when the page was opened."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def show_refusal(form: forms.Form, refused: ValidationError) -> None:
    """A service's refusal beside its fields; what belongs to no field of the form stands above it."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def attempt(form: Any, act: Callable[..., Any], **given: Any) -> Any:
    """What the act returns; None when it was refused, with the reason in the form."""
    try:
        return act(**given)
    except ValidationError as refused:
        show_refusal(form, refused)
    except Stale as stale:
        form.is_stale = True
        form.add_error(None, stale.reason)
    return None


def is_done(form: Any, act: Callable[..., Any], **given: Any) -> bool:
    """The same for acts that may return nothing: whether it was done."""
    attempt(form, act, **given)
    return not form.errors


def renew(form: Any, version: int) -> None:
    """Saving the shown form again means: knowing of the other change."""
    form.data = form.data.copy()
    form.data["version"] = str(version)
