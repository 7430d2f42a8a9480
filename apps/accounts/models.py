"""The person who signs in. What a person may do stands in `units.Membership`, not here; there is no superuser."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from apps.core.vietnamese import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping


class UserManager(BaseUserManager["User"]):
    def signing_in_as(self, typed: str) -> models.QuerySet["User"]:
        """The account whose user name or e-mail was typed, whatever the case."""
        name = nfc(typed)
        return self.filter(models.Q(username__iexact=name) | models.Q(email__iexact=name))

    def create_user(
        self, *, username: str, email: str, full_name: str, password: str | None = None
    ) -> "User":
        """An active account; without a password it cannot sign in until one is set by link."""
        user = self.model(username=username, email=self.normalize_email(email), full_name=full_name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. Deactivated, never deleted; `acting` is filled once per request by `units.queries`."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    email = models.EmailField("thư điện tử")
    full_name = models.CharField("họ và tên", max_length=120)
    is_active = models.BooleanField("đang hoạt động", default=True)
    date_joined = models.DateTimeField("ngày tạo", default=timezone.now)
    sessions_end_before = models.DateTimeField(
        "phiên mở trước lúc này đã hết hiệu lực", null=True, blank=True
    )

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["email", "full_name"]
    is_superuser = False

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message="Địa chỉ thư này đã có tài khoản.",
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_unique",
                violation_error_message="Tên đăng nhập này đã có người dùng.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_staff(self) -> bool:
        """May open the administration pages; answered from roles (`units.backends`)."""
        return self.has_perm("admin.use")

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )

    def has_perms(
        self,
        perm_list: "Mapping[str, object] | list[str] | tuple[str, ...]",
        obj: Any = None,
    ) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "has_module_perms")
        )
