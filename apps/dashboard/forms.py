"""What a reader of the log may narrow it by, and what is searched for."""

from typing import Any

from django import forms

from apps.dashboard.enums import ACT_LABELS


class AuditFilterForm(forms.Form):
    """All optional; names are looked for without accents."""

    don_vi = forms.CharField(label="Đơn vị", required=False, max_length=80)
    nguoi = forms.CharField(label="Người làm", required=False, max_length=80)
    viec = forms.ChoiceField(label="Việc", required=False)
    ngay = forms.DateField(
        label="Ngày",
        required=False,
        error_messages={"invalid": "Ngày ghi như 23/11/2021."},
        widget=forms.DateInput(attrs={"placeholder": "23/11/2021", "inputmode": "numeric"}),
    )
    truoc = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(ACT_LABELS.items(), key=lambda pair: pair[1])
        self.fields["viec"].choices = [("", "Mọi việc"), *named]  # type: ignore[attr-defined]
        for name in ("don_vi", "nguoi", "viec", "ngay"):
            self.fields[name].widget.attrs["class"] = "input"

    def wanted(self) -> dict[str, Any]:
        """What was asked for; a field that was refused narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class SearchForm(forms.Form):
    """?q=: one line of typed words."""

    q = forms.CharField(
        required=False,
        max_length=80,
        error_messages={"max_length": "Đồng chí gõ tối đa 80 ký tự."},
    )
