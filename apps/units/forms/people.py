"""Forms of the people pages."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password

from apps.accounts.models import User
from apps.core.vietnamese import fold, nfc
from apps.units.enums import Role
from apps.units.models import Invitation, Unit
from apps.units.queries import search

CHOOSE = [("", "Chọn vai trò"), *Role.choices]


def day_input() -> forms.DateInput:
    """A day as it is written here, 23/11/2021, whatever the browser's language."""
    return forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "23/11/2021"})


class PeopleFilterForm(forms.Form):
    """The filters of the list, from the query string; what cannot be read is ignored."""

    q = forms.CharField(label="Tìm tên, tài khoản, đơn vị", required=False, max_length=100)
    role = forms.ChoiceField(label="Vai trò", required=False, choices=[("", "Mọi vai trò"), *Role.choices])
    state = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[
            ("", "Tất cả"),
            ("active", "Đang hoạt động"),
            ("locked", "Đã khóa"),
            ("idle", "Chưa có vai trò"),
        ],
    )

    def values(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class UnitRoleForm(forms.Form):
    """A role at a unit. `unit` comes from the picker; without scripts its text `q` is enough when one unit matches."""

    role = forms.ChoiceField(label="Vai trò", choices=CHOOSE)
    unit = forms.ModelChoiceField(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today = actor, today
        choices = Unit.objects.open_on(today).named(today).select_related("kind")
        self.fields["unit"].queryset = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("unit") and "unit" not in self.errors:
            cleaned["unit"] = self.only_match(nfc(cleaned.get("q", "")))
        return cleaned

    def only_match(self, typed: str) -> Unit | None:
        """The one unit whose name is, or else contains, what was typed; an error when there is not exactly one."""
        hits = list(search(self.actor, typed, self.today, self.today, size=20)) if typed else []
        named = [hit for hit in hits if fold(hit.name) == fold(typed)]
        named = named or [hit for hit in hits if fold(typed) in fold(hit.name)]
        if len(named) != 1:
            self.add_error("unit", "Đồng chí chọn một đơn vị trong danh sách gợi ý.")
            return None
        return self.fields["unit"].queryset.get(pk=named[0].id)  # type: ignore[attr-defined]


class InviteForm(UnitRoleForm):
    email = forms.EmailField(label="Thư điện tử", max_length=254)
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    field_order = ["full_name", "email", "role", "unit"]


class GrantRoleForm(UnitRoleForm):
    starts_on = forms.DateField(label="Từ ngày", widget=day_input())


class EndRoleForm(forms.Form):
    ends_on = forms.DateField(
        label="Kết thúc từ ngày",
        widget=day_input(),
        help_text="Ngày đầu tiên không còn giữ vai trò, sớm nhất là hôm nay.",
    )


class AcceptForm(forms.Form):
    """User name and password of a new account; the rest stands in the invitation."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ, số và các dấu @ . + - _ ; không có dấu cách.",
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password1 = forms.CharField(
        label="Mật khẩu", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label="Nhập lại mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = User(email=invitation.email, full_name=invitation.full_name)
        self.fields["password1"].help_text = " ".join(map(str, password_validators_help_texts()))

    def clean_username(self) -> str:
        self.account.username = nfc(self.cleaned_data["username"])
        User._meta.get_field("username").run_validators(self.account.username)
        if User.objects.signing_in_as(self.account.username).exists():
            raise forms.ValidationError("Tên đăng nhập này đã có người dùng.")
        return self.account.username

    def clean_password1(self) -> str:
        validate_password(self.cleaned_data["password1"], self.account)
        return self.cleaned_data["password1"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"password1", "password2"} <= set(cleaned) and cleaned["password1"] != cleaned["password2"]:
            self.add_error("password2", "Hai lần nhập mật khẩu chưa giống nhau.")
        return cleaned
