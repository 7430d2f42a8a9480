"""allauth's forms in our words: labels instead of placeholders, hints where a person needs them."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

PASSWORD, NEW_PASSWORD, AGAIN = "Mật khẩu", "Mật khẩu mới", "Nhập lại mật khẩu mới"


def plain(form: forms.Form, labels: dict[str, str]) -> None:
    """Sets labels, takes placeholders away (they vanish while one types), says a password's rules in one line."""
    for name, label in labels.items():
        form.fields[name].label = label
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name == "password1":
            field.help_text = " ".join(str(text) for text in password_validators_help_texts())


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"login": "Tên đăng nhập hoặc thư điện tử", "password": PASSWORD})
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"oldpassword": "Mật khẩu đang dùng", "password1": NEW_PASSWORD, "password2": AGAIN})


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"email": "Thư điện tử của tài khoản"})


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"password1": NEW_PASSWORD, "password2": AGAIN})
