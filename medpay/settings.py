"""Every setting of medpay. The environment is read here and nowhere else; README lists each variable."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from medpay import embedded

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

PORT = env.str("PORT", default="8000")
MEDPAY_HOME = embedded.home()
EXTERNAL_DATABASE_URL = env.str("DATABASE_URL", default="")
EXTERNAL_REDIS_URL = env.str("REDIS_URL", default="")
SERVERS = embedded.running()

DEBUG = env.bool("MEDPAY_DEBUG", default=False)
SECRET_KEY_DEFAULT = "django-insecure-" + get_random_secret_key()
SECRET_KEY_GIVEN = env.str("MEDPAY_SECRET_KEY", default="")
SECRET_KEY = SECRET_KEY_GIVEN or (SERVERS.secret_key if SERVERS else SECRET_KEY_DEFAULT)
PUBLIC_HOST = env.bool("MEDPAY_PUBLIC", default=False)
ALLOWED_HOSTS = env.list("MEDPAY_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("MEDPAY_CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.list("MEDPAY_TRUSTED_PROXIES", default=[])

# What people may say, and when it shows (docs: README, /method/)
THRESHOLD = env.int("MEDPAY_THRESHOLD", default=5)
MIN_CONTRIBUTORS = env.int("MEDPAY_MIN_CONTRIBUTORS", default=1)
RELEASE_BATCH = env.int("MEDPAY_RELEASE_BATCH", default=1)
MODERATION = env.str("MEDPAY_MODERATION", default="stories")
HOLD_ABOVE = env.int("MEDPAY_HOLD_ABOVE", default=20)
REPORTS_PER_HOUR = env.int("MEDPAY_REPORTS_PER_HOUR", default=120)
REPORTS_PER_HOUR_TOTAL = env.int("MEDPAY_REPORTS_PER_HOUR_TOTAL", default=100_000)
HOLD_BURSTS = env.bool("MEDPAY_HOLD_BURSTS", default=False)
PROOF_OF_WORK = env.bool("MEDPAY_PROOF_OF_WORK", default=False)
REQUIRE_TOTP = env.bool("MEDPAY_REQUIRE_TOTP", default=False)
DEMONSTRATION = env.bool("MEDPAY_DEMO", default=False)
EXPIRE_MONTHS = env.int("MEDPAY_EXPIRE_MONTHS", default=36)
METRICS_TOKEN = env.str("MEDPAY_METRICS_TOKEN", default="")
METRICS_DIRECTORY = env.str("PROMETHEUS_MULTIPROC_DIR", default="")
STATISTICS_BEHIND_LIMIT = 120  # seconds; /readyz answers 503 beyond

INSTALLED_APPS = [
    "reports.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "codes",
    "reports",
    "medpay",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "medpay.middleware.CompressPublic",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "reports.admin.sessions.end_long_sessions",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "medpay.urls"
WSGI_APPLICATION = "medpay.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.visitors.proof_of_work",
                "medpay.marking.demonstration",
            ],
        },
    },
]

DATABASE_URL = EXTERNAL_DATABASE_URL or (SERVERS.database_url if SERVERS else embedded.NOT_RUNNING)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].setdefault("OPTIONS", {})
# Values travel apart from statements, so that no statement in a log of the database carries a story (I5).
DATABASES["default"]["OPTIONS"]["server_side_binding"] = True
# A connection that the database ended, by a restart say, is thrown away before a request or a task fails on it.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if env.bool("MEDPAY_DATABASE_PREPARED", default=True):
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5  # connections last: what is asked often is planned once
if env.bool("MEDPAY_DATABASE_POOL", default=False):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 6, "timeout": 10}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 300  # the worker would open one for each task
# The owner migrates; everything else runs as the role of DATABASE_URL. See medpay/roles.py
OWNER_OF_THE_RUN = SERVERS.owner_url if SERVERS and not EXTERNAL_DATABASE_URL else ""
OWNER_DATABASE_URL = env.str("MEDPAY_OWNER_DATABASE_URL", default="") or OWNER_OF_THE_RUN
OWNER_DATABASE = env.db_url_config(OWNER_DATABASE_URL) if OWNER_DATABASE_URL else {}
OWNER_DATABASE.setdefault("OPTIONS", {})
BACKUP_PASSWORD = env.str("MEDPAY_BACKUP_PASSWORD", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = EXTERNAL_REDIS_URL or (SERVERS.redis_url if SERVERS else "redis://127.0.0.1:1/0")

# Pages as last made, in each process; see medpay/views/kept.py. One takes some 150 KB.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The desk: a session lives in its pages only, so that public ones stay the same for everybody (I9)
SESSION_COOKIE_PATH = "/admin/"
SESSION_COOKIE_AGE = 1800  # seconds without a request to the desk, which reports/admin/sessions.py sees to
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
OTP_TOTP_ISSUER = "medpay"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("MEDPAY_STATIC_ROOT", default=str(MEDPAY_HOME / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Cookies, transport, what a page may load
HTTPS = env.bool("MEDPAY_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
# A table of reports is read in memory and reaches no disk; a larger file is not taken in at all
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["medpay.parsing.ShallowJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "medpay.parsing.AnyAccept",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "medpay",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "DESCRIPTION": "Why claims are denied, per billing code, and what gets them paid.",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # it would repeat each choice beside itself
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "codes.api.edit_answers.ANSWERS",
        "ReportKindEnum": "reports.api.serializers.KINDS",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "medpay.schema.complete"],
}

# I5: no address, no path, no receipt and no story reaches a log; see medpay/logs.py
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_paths": {"()": "medpay.logs.WithoutPaths"}},
    "formatters": {"plain": {"()": "medpay.logs.PlainFormatter", "format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_paths"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "medpay": {"level": "INFO"},
        "reports": {"level": "INFO"},
        "codes": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": False},
    },
}
