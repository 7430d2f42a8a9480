"""Password words that everybody here would try first."""

from typing import Any

from django.core.exceptions import ValidationError

from apps.core.vietnamese import fold

LOCAL_WORDS = (
    "hungyen",
    "tinhdoan",
    "huyendoan",
    "doanthanhnien",
    "thanhnien",
    "matkhau",
    "phohien",
    "vietnam",
)


class LocalWordsValidator:
    """Refuses a password of which a local word makes up half or more."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = fold(password).replace(" ", "")
        if any(word in folded and len(word) * 2 >= len(folded) for word in LOCAL_WORDS):
            raise ValidationError(
                "Mật khẩu dựa quá nhiều vào một từ ai cũng đoán được.",
                code="password_local_word",
            )

    def get_help_text(self) -> str:
        return "Mật khẩu không dựa vào tên tỉnh, tên Đoàn hay những từ ai cũng đoán được."
