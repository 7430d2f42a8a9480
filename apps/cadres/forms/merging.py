"""Which file is to be merged into the one that is open."""

from django import forms

from apps.core.forms import LARGEST_ID

CHOOSE = "Chọn một hồ sơ trong danh sách."


class MergeForm(forms.Form):
    merged_id = forms.IntegerField(
        label="Hồ sơ gộp vào",
        min_value=1,
        max_value=LARGEST_ID,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), CHOOSE),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
