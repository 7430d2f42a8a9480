"""Routes of this app. Everybody signed in may change their own password and sign out; no act needs a role here."""

PUBLIC: frozenset[str] = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "admin_sign_in",
        "admin_sign_out",
    }
)
ACTS: tuple[object, ...] = ()
ROUTES: dict[str, None] = {"account_change_password": None, "admin_change_password": None}
