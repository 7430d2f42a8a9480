"""What the forms of the register share."""

from django import forms

from apps.files.enums import ACCEPT, ALLOWED
from apps.files.services import check_upload


def scan_field(*, required: bool = False) -> forms.FileField:
    """A decision: what is taken is said first, what the gate refuses is said beside it."""
    field = forms.FileField(
        label="Tệp quyết định",
        required=required,
        help_text=ALLOWED,
        validators=[check_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp quyết định."},
    )
    del field.error_messages["empty"]  # Django would put it in the place of the gate's sentence of that code
    return field


def ask_for_the_file_again(form: forms.Form) -> None:
    """No browser sends a chosen file twice: when something else was refused, that is said beside the field."""
    if form.files.get("scan") and "scan" in form.fields and not form.has_error("scan"):
        form.add_error("scan", "Chọn lại tệp: trình duyệt không giữ tệp khi trang chưa lưu được.")
