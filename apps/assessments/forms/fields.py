"""What these forms share: decimals and moments as they are written here, files, versions."""

from decimal import Decimal
from typing import Any

from django import forms

from apps.core.forms import LARGEST_ID
from apps.core.vietnamese import parse_number
from apps.files.enums import ACCEPT, ALLOWED
from apps.files.services import check_upload

LARGEST_VERSION = 2**31 - 1


class NumberField(forms.CharField):
    """A number typed the Vietnamese way: 13,75."""

    def __init__(self, *, decimals: int = 2, **more: Any) -> None:
        super().__init__(**more)
        self.decimals = decimals
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text, self.decimals)
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


def version_field() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)


def id_field(*, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(required=required, min_value=1, max_value=LARGEST_ID)


def text_field(label: str, longest: int, *, required: str = "", **more: Any) -> forms.CharField:
    """`required`: the sentence when it is missing; without one it may be."""
    sentences = {"required": required, "max_length": f"Ghi tối đa {longest} ký tự."}
    return forms.CharField(
        label=label, max_length=longest, required=bool(required), error_messages=sentences, **more
    )


def moment_field(label: str) -> forms.DateTimeField:
    """17:00 15/12/2021"""
    return forms.DateTimeField(
        label=label,
        input_formats=["%H:%M %d/%m/%Y"],
        widget=forms.DateTimeInput(
            format="%H:%M %d/%m/%Y", attrs={"autocomplete": "off", "placeholder": "17:00 15/12/2021"}
        ),
        error_messages=dict.fromkeys(("required", "invalid"), "Ghi giờ và ngày như 17:00 15/12/2021."),
    )


def file_field(label: str = "Tệp", *, required: bool = False) -> forms.FileField:
    """What is taken is said first, what the gate refuses is said beside it."""
    field = forms.FileField(
        label=label,
        required=required,
        help_text=ALLOWED,
        validators=[check_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp."},
    )
    del field.error_messages["empty"]  # Django would put it in the place of the gate's sentence of that code
    return field


def whole(text: Any) -> int | None:
    """A positive whole number of an address; None for anything else."""
    typed = str(text or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
