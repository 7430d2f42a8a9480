"""What a page of indicators is asked for: a unit and a quarter, out of the address."""

from django import forms
from django.http import Http404, QueryDict

BIGGEST_ID = 2**63 - 1
NAMES = {"unit": "don-vi", "period": "ky"}


class ChoiceForm(forms.Form):
    """?don-vi=5&ky=2021-q2, both optional."""

    unit = forms.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    period = forms.SlugField(max_length=12, required=False)

    def add_prefix(self, field_name: str) -> str:
        return NAMES.get(field_name, field_name)


def read_choice(query: QueryDict) -> tuple[int | None, str]:
    """(unit id or None, slug of the quarter or ""); an address that cannot be meant is answered 404."""
    form = ChoiceForm(query)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["unit"], form.cleaned_data["period"]
