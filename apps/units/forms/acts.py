"""Forms of the acts on the tree. What cannot stand is refused by the services; here texts become days and units."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms

from apps.core.vietnamese import nfc
from apps.units.forms.people import day_input
from apps.units.models import UnitKind

PICKER = '{% include "units/_parent_picker.html" %}'
CODE_HELP = "Để trống nếu chưa có mã."


class TreeForm(forms.Form):
    """`ngay`: the day whose tree is shown; `q`: what is looked for; `mo`: branches to open. All from the address."""

    q = forms.CharField(label="Tìm đơn vị", required=False, max_length=100)
    ngay = forms.DateField(label="Cây ngày", required=False, widget=day_input())

    def read(self, today: date) -> tuple[str, date]:
        """(text, day); a day that cannot be read leaves its error beside the field and counts as today."""
        self.is_valid()
        return nfc(self.cleaned_data.get("q") or ""), self.cleaned_data.get("ngay") or today


class ActForm(forms.Form):
    """An act on a decision from a day on. `rows`: how the fields stand, side by side in one tuple."""

    decision_number = forms.CharField(
        label="Số quyết định",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "12-QĐ/TĐTN-BTC", "autocomplete": "off"}),
        error_messages={"required": "Ghi số quyết định của việc này."},
    )
    decision_on = forms.DateField(label="Ngày quyết định", required=False, widget=day_input())
    effective_on = forms.DateField(
        label="Có hiệu lực từ ngày",
        widget=day_input(),
        help_text="Ngày đầu tiên theo cái mới; hết ngày hôm trước vẫn theo cái cũ.",
        error_messages={"required": "Ghi ngày có hiệu lực, ví dụ 01/10/2021."},
    )
    rows: tuple[Any, ...] = ()
    decision: tuple[Any, ...] = (("decision_number", "decision_on"), "effective_on")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.field_template = "units/_field.html"
        parts = [
            Div(*row, css_class="field-row") if isinstance(row, tuple) else row
            for row in (*self.rows, *self.decision)
        ]
        helper.layout = Layout(*parts)
        return helper

    def given(self) -> dict[str, Any]:
        """What the service wants, by its argument names."""
        return dict(self.cleaned_data)


class NamesForm(ActForm):
    name = forms.CharField(
        label="Tên đầy đủ", max_length=160, error_messages={"required": "Ghi tên đầy đủ của đơn vị."}
    )
    short_name = forms.CharField(
        label="Tên gọn",
        max_length=80,
        help_text="Dùng trong bảng, ví dụ Đồng Tiến.",
        error_messages={"required": "Ghi tên gọn của đơn vị."},
    )
    code = forms.CharField(label="Mã đơn vị", max_length=20, required=False)
    rows: tuple[Any, ...] = ("name", ("short_name", "code"))


class ParentForm(ActForm):
    """The superior is chosen with the unit picker; its hidden field carries the unit's id."""

    parent_id = forms.IntegerField(
        label="Đơn vị cấp trên",
        widget=forms.HiddenInput,
        max_value=2**63 - 1,
        error_messages={
            "required": "Chọn đơn vị cấp trên trong danh sách gợi ý.",
            "invalid": "Chọn đơn vị cấp trên trong danh sách gợi ý.",
        },
    )
    rows: tuple[Any, ...] = (HTML(PICKER),)


class FoundForm(ParentForm, NamesForm):
    kind = forms.ModelChoiceField(
        label="Loại đơn vị",
        queryset=UnitKind.objects.all(),
        empty_label="Chọn loại đơn vị",
        error_messages={"required": "Chọn loại đơn vị."},
    )
    rows = (HTML(PICKER), "name", ("short_name", "code"), "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = CODE_HELP


class RenameForm(NamesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Giữ nguyên nếu mã không đổi."


class MoveForm(ParentForm):
    pass


class CloseForm(ActForm):
    pass


class CorrectForm(NamesForm):
    """No day: the text is put right where it stands. A decision is not needed, its number may be noted."""

    effective_on = None  # type: ignore[assignment]
    decision = (("decision_number", "decision_on"),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision_number"].required = False
        self.fields["decision_number"].label = "Số văn bản căn cứ"
        self.fields["decision_on"].label = "Ngày văn bản"
