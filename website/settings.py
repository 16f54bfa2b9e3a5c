"""The site's settings. With nothing set it runs on one's own machine; SITE_URL puts it online."""

import sys
from pathlib import Path

from csp import constants as csp

from website.config import env, logging, services

BASE_DIR = Path(__file__).resolve().parent.parent

# The standard library has a module named profile too. Where it was found first (a profiler
# started from elsewhere), make way for the app of that name.
if not hasattr(sys.modules.get("profile", sys), "__path__"):
    sys.modules.pop("profile", None)
    sys.path.insert(0, str(BASE_DIR))

DATA_DIR = env.data_folder(default=BASE_DIR / "data")
SECRET_KEY = env.secret_key(DATA_DIR)
SITE = env.site_address()

DEBUG = SITE is None
ALLOWED_HOSTS = [SITE.hostname] if SITE else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE.origin] if SITE else []

# Everything comes from the site itself, and a browser runs no script or style within a page.
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

# Whose word is taken on who asked, and on HTTPS; see website/middleware/proxy.py.
PROXIES = env.proxies()

if SITE and SITE.scheme == "https":
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # Other hosts of the domain are not this site's to decide on: a university's would break.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # With this prefix no other host of the domain, such as a university's, can set them.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

INSTALLED_APPS = [
    "website.dashboard.admin_site.VitaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "markdownx",
    "reversion",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
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
    "website.accounts.middleware.PasswordChangeMiddleware",
    "website.errors.interrupted_forms.InterruptedFormMiddleware",
    "website.errors.service_unavailable.StorageErrorMiddleware",
    "website.errors.views.MethodNotAllowedMiddleware",
    "website.middleware.null_characters.NullCharacterMiddleware",
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

DATABASES = {"default": services.database(DATA_DIR)}
CACHES = {
    # Pages and preview cards; and, apart from them, pages for URLs with a query.
    "default": services.cache(SECRET_KEY, SITE, str(DATABASES["default"]["NAME"])),
    "queries": services.memory("queries", entries=200),
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

# Signed in for two weeks, or until the password changes.
SESSION_COOKIE_AGE = 14 * 24 * 3600
OTP_TOTP_ISSUER = SITE.hostname if SITE else "Vita"  # as the app on the phone names the site
# Wrong codes are counted like wrong passwords (website/accounts/throttle.py); a lock of
# django-otp's doubles with each of them, until nobody gets in.
OTP_TOTP_THROTTLE_FACTOR = 0
OTP_STATIC_THROTTLE_FACTOR = 0

LOGGING = logging.settings_for(production=SITE is not None)

LANGUAGE_CODE = "en"
TIME_ZONE = env.time_zone()
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "uploads/"
MEDIA_ROOT = DATA_DIR / "uploads"
STORAGES = {
    "default": services.uploads(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# For so many days the history can bring back the files of what was deleted or replaced.
KEEP_DELETED_FILES = env.days_to_keep_deleted_files()

# How many bytes a request may have (website/middleware/body_limits.py): from visitors, which is
# enough for a long text from a session that has ended; from staff in a form, and in one that takes
# files. Files go to the disk as they come.
LARGEST_FROM_VISITORS = 512 * 1024
LARGEST_FORM = 4 * 1024 * 1024
LARGEST_UPLOAD = 100 * 1024 * 1024
# Without its files: a BibTeX file of some thousand papers is pasted, and chosen from, in one form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# One renderer serves the pages and the admin's preview.
MARKDOWNX_MARKDOWNIFY_FUNCTION = "common.text.markdown.render"
MARKDOWNX_URLS_PATH = "/admin/markdown/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdown/upload/"
