"""The one settings file. Every switch is an environment variable, read strictly; `.env.example` explains them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
DEMO_DAY = (
    date(2021, 11, 23) if DEMO else None
)  # its people and their posts are told up to the end of September
HTTPS = PRODUCTION or env.bool("HTTPS", False)

INSECURE_SECRET_KEY = "insecure-key-for-development-only"  # noqa: S105 – refused in production
SECRET_KEY = env.str("SECRET_KEY", INSECURE_SECRET_KEY)
# The key of the audit digests outlives a change of SECRET_KEY.
AUDIT_KEY = env.str("AUDIT_KEY", SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])


def refuse_unsafe_production() -> None:
    """In production a default secret, DEBUG, DEMO or a wildcard host raises ImproperlyConfigured."""
    faults = {
        "SECRET_KEY còn là giá trị mặc định hoặc ngắn hơn 50 ký tự": SECRET_KEY == INSECURE_SECRET_KEY
        or len(SECRET_KEY) < 50,
        "DEBUG phải tắt": DEBUG,
        "DEMO phải tắt": DEMO,
        "ALLOWED_HOSTS phải nêu đúng tên miền, không dùng “*”": any(
            host.strip() in {"*", ""} or host.startswith(".") for host in ALLOWED_HOSTS
        ),
    }
    found = [message for message, is_fault in faults.items() if is_fault]
    if found:
        raise ImproperlyConfigured("Không khởi động ở chế độ PRODUCTION: " + "; ".join(found) + ".")


if PRODUCTION:
    refuse_unsafe_production()

INSTALLED_APPS = [
    "apps.core",
    "apps.audit",
    "apps.accounts",
    "apps.jobs",
    "apps.files",
    "apps.units",
    "apps.directives",
    "apps.indicators",
    "apps.cadres",
    "apps.branches",
    "apps.assessments",
    "apps.reports",
    "apps.reviews",
    "apps.dashboard",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "apps.core.middleware.DatabaseDownMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "apps.accounts.middleware.SessionLimitsMiddleware",
    "apps.accounts.middleware.SignInRequiredMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.core.middleware.RefusalMiddleware",
    "apps.core.middleware.DeliveryMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Who changed a row is told to the history's triggers before each statement; a GET changes nothing to tell of.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

ROOT_URLCONF = "tinhdoan.urls"
WSGI_APPLICATION = "tinhdoan.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "apps.dashboard.context_processors.shell",
            ],
            "string_if_invalid": env.str("TEMPLATE_STRING_IF_INVALID", ""),
        },
    }
]
# The page templates of Django's admin and forms are overridden by ours in templates/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data -------------------------------------------------------------------
# The owner of the schema runs `migrate` with an empty DATABASE_ROLE; everything else runs as the app role,
# which may not change the audit (safe.md).
DATABASE_ROLE = env.str("DATABASE_ROLE", "tinhdoan_app")
STATEMENT_TIMEOUT = env.int("STATEMENT_TIMEOUT", 10)
_pg_options = f"-c statement_timeout={STATEMENT_TIMEOUT}s -c lock_timeout=5s"
if DATABASE_ROLE:
    _pg_options += f" -c role={DATABASE_ROLE}"
DATABASES = {
    "default": {
        **env.db("DATABASE_URL", f"postgres://tinhdoan@/tinhdoan?host={VAR_DIR / 'postgres'}"),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = _pg_options
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", f"redis+socket://{VAR_DIR / 'valkey' / 'valkey.sock'}?virtual_host=0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", f"unix://{VAR_DIR / 'valkey' / 'valkey.sock'}?db=1"),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

# --- jobs: Redis only carries hints, the job row is the truth (safe.md) ------
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE = {
    "jobs.reconcile": {
        "task": "jobs.reconcile",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "cadres.follow_mains": {
        "task": "cadres.follow_mains",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "cadres.purge_exports": {  # every hour: no file is kept for much longer than the day that it is promised for
        "task": "cadres.purge_exports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "assessments.purge_exports": {
        "task": "assessments.purge_exports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "cadres.forget_lists": {
        "task": "cadres.forget_lists",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "jobs.purge_deliveries": {
        "task": "jobs.purge_deliveries",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "reports.record_punctuality": {
        "task": "reports.record_punctuality",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "accounts.purge_sessions": {
        "task": "accounts.purge_sessions",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "accounts.purge_sign_ins": {
        "task": "accounts.purge_sign_ins",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
}
if not DEMO:  # the demo's story stands still in the third quarter of 2021
    CELERY_BEAT_SCHEDULE["reports.open_running_quarter"] = {
        "task": "reports.open_running_quarter",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    }
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 30)

# --- sign-in ------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "apps.accounts.backends.SignInBackend",
    "apps.units.backends.MembershipBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "apps.accounts.validators.LocalWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "apps.accounts.adapters.HouseAdapter"
ACCOUNT_FORMS = {
    "login": "apps.accounts.forms.SignInForm",
    "change_password": "apps.accounts.forms.ChangePasswordForm",
    "reset_password": "apps.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "apps.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Tỉnh đoàn Hưng Yên] "
ACCOUNT_SESSION_REMEMBER = False
# Django's own generator: allauth's writes to the database while a page is only read.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# An office shares one address: nothing is limited by address here, axes counts failures (apps.accounts.backends).
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": "5/m/key",
    "reset_password_from_key": None,
}
# How many proxies of ours stand in front and add to X-Forwarded-For.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
AXES_USERNAME_CALLABLE = "apps.accounts.backends.account_name"
AXES_CLIENT_IP_CALLABLE = "apps.accounts.backends.client_address"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = "apps.accounts.backends.failure_limit"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login"]
AXES_VERBOSE = False

SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 30 * 60
SESSION_TOUCH_SECONDS = 5 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, not the cookie; forms carry it
CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- language -------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["tinhdoan.formats"]
# Figures are written by core.vietnamese.number; an id or a version in an attribute must stay 1234, not 1.234.
USE_THOUSAND_SEPARATOR = False

# --- files and mail ---------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The service worker: its scope is the folder it is served from.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "apps.core.storage.ManifestStorage"},
}
# What people hand in lies under random names where no web server looks, on a volume of its own in production.
FILES_DIR = Path(env.str("FILES_DIR", str(VAR_DIR / "files")))
FILES_MIN_FREE_PERCENT = 10  # below that nothing is taken in: a full disk stops PostgreSQL too
UPLOAD_MAX_BYTES = 10 * 2**20
FILE_UPLOAD_HANDLERS = [
    "apps.core.uploads.CutOffHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


def refuse_public_files() -> None:
    """A FILES_DIR among the static files raises ImproperlyConfigured."""
    for public in (STATIC_ROOT, *STATICFILES_DIRS):
        if FILES_DIR.resolve().is_relative_to(public.resolve()):
            raise ImproperlyConfigured(f"FILES_DIR phải nằm ngoài {public}: ở đó ai cũng mở được tệp.")


refuse_public_files()
EMAIL_CONFIG = env.email_url("EMAIL_URL", f"filemail:///{VAR_DIR / 'mail'}")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "tinhdoan@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
