"""The site's settings. By default it runs on your own machine; SITE_URL puts it online."""

import sys
from pathlib import Path

from csp import constants as csp

from website.config import env, logging, services

BASE_DIR = Path(__file__).resolve().parent.parent

# The standard library also has a module named profile. If it was imported first (by a profiler),
# make sure that the app of that name is found instead.
if not hasattr(sys.modules.get("profile", sys), "__path__"):
    sys.modules.pop("profile", None)
    sys.path.insert(0, str(BASE_DIR))

DATA_DIR = env.prepare_data_folder(default=BASE_DIR / "data")
SECRET_KEY = env.read_secret_key(DATA_DIR)
SITE = env.read_site_url()

DEBUG = SITE is None
ALLOWED_HOSTS = [SITE.hostname] if SITE else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE.origin] if SITE else []

# Everything comes from the site itself; inline scripts and styles are not allowed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
        "object-src": [csp.NONE],
        "upgrade-insecure-requests": SITE is not None and SITE.scheme == "https",
    }
}

# Trusted for the visitor's IP address and for HTTPS; see website/middleware/proxy.py.
PROXIES = env.read_proxies()

CSRF_COOKIE_HTTPONLY = True
if SITE and SITE.scheme == "https":
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # No subdomains and no preload: that would break other hosts of a university's domain.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # With this prefix, no other host of the domain can set these cookies.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    MESSAGE_STORAGE = "website.config.messages.HostMessageStorage"

INSTALLED_APPS = [
    "website.dashboard.admin_site.VitaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "markdownx",
    "reversion",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "common",
    "profile",
    "publications",
    "talks",
    "website",
]

MIDDLEWARE = [
    "website.middleware.proxy.ProxyMiddleware",
    "website.middleware.request_log.RequestLogMiddleware",
    "website.middleware.health_check.HealthCheckMiddleware",
    "website.pagecache.compression.CompressionMiddleware",
    "website.pagecache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "website.middleware.security_headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "website.middleware.body_limits.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "website.accounts.middleware.PasswordChangeMiddleware",
    "website.errors.interrupted_forms.InterruptedFormMiddleware",
    "website.errors.service_unavailable.StorageErrorMiddleware",
    "website.errors.views.MethodNotAllowedMiddleware",
    "website.middleware.null_characters.NullCharacterMiddleware",
    "website.errors.views.NotFoundMiddleware",
]

ROOT_URLCONF = "website.urls"
CSRF_FAILURE_VIEW = "website.errors.views.csrf_failure"
WSGI_APPLICATION = "website.wsgi.application"

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
                "profile.context_processors.profile",
            ],
        },
    },
]

DATABASES = {"default": services.configure_database(DATA_DIR)}
CACHES = {
    # Sign-in attempts and used codes: all processes must share them, and not lose them.
    "default": services.configure_database_cache(),
    # Cached pages and preview cards. Pages for URLs with a query have a small cache of their own.
    "pages": services.configure_cache(SECRET_KEY, SITE, str(DATABASES["default"]["NAME"])),
    "queries": services.configure_memory_cache("queries", entries=200),
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

AUTH_USER_MODEL = "website.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "website.accounts.passwords.NotTheOneTimePassword"},
]

# Sessions last for two weeks, or until the password changes.
SESSION_COOKIE_AGE = 14 * 24 * 3600
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "website.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "website.accounts.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_RATE_LIMITS = {
    # Passwords: per IP address, per IP address and account, and per account.
    "login": "20/15m/ip",
    "guess_from_ip": "5/15m/key",
    "guess_at_account": "50/h/key",
    # Codes and recovery codes per account. Only someone who knows the password is asked for them.
    # allauth's own limit ends with a right code, the other does not (website/accounts/forms.py).
    "login_failed": "10/d/key",
    "wrong_code": "10/d/key",
    "change_password": "5/15m/user",
    "reauthenticate": "5/15m/user",
    "reset_password": "20/15m/ip,3/15m/key",
    "reset_password_from_key": "20/15m/ip",
}
MFA_FORMS = {
    "authenticate": "website.accounts.forms.AuthenticateForm",
    "reauthenticate": "website.accounts.forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SITE.hostname if SITE else "Vita"  # the site's name in the authenticator app
MFA_TOTP_TOLERANCE = 1  # a clock may be wrong by half a minute
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

EMAIL = env.read_email_server()
if EMAIL:
    EMAIL_HOST, EMAIL_PORT = EMAIL.host, EMAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.user, EMAIL.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = EMAIL.uses_ssl, EMAIL.uses_starttls
    EMAIL_TIMEOUT = 10
    DEFAULT_FROM_EMAIL = EMAIL.sender(SITE.hostname if SITE else "localhost")

LOGGING = logging.make_settings(production=SITE is not None)

# Other URLs of the services that are asked about papers, by name; None asks nobody.
SOURCES = env.read_sources()

LANGUAGE_CODE = "en"
TIME_ZONE = env.read_time_zone()
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "uploads/"
MEDIA_ROOT = DATA_DIR / "uploads"
STORAGES = {
    "default": services.configure_uploads(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# For this many days the history can restore deleted and replaced files.
KEEP_DELETED_FILES = env.read_days_to_keep_deleted_files()

# The folder that the admin's upkeep page may export the site to; it can always be downloaded.
EXPORT_FOLDER = env.read_export_folder()

# The largest requests in bytes (website/middleware/body_limits.py): from visitors, enough for a
# long text sent after the session has ended; from staff, in most forms and in forms with files.
# Files are streamed to the disk.
LARGEST_FROM_VISITORS = 64 * 1024
LARGEST_FORM = 4 * 1024 * 1024
LARGEST_UPLOAD = 100 * 1024 * 1024
# Without files: one form may contain a pasted BibTeX file and the choice among its many papers.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# The pages and the admin's preview use the same renderer.
MARKDOWNX_MARKDOWNIFY_FUNCTION = "common.text.markdown.render"
MARKDOWNX_URLS_PATH = "/admin/markdown/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdown/upload/"
