"""The site's own settings, with changes that make the tests quick and self-contained."""

import os
import tempfile

os.environ.setdefault("VITA_DATA", tempfile.mkdtemp(prefix="vita-tests-"))
os.environ.pop("SITE_URL", None)
os.environ.pop("TIME_ZONE", None)
os.environ.pop("UPLOADS_URL", None)
os.environ["SOURCES"] = "off"  # tests ask nobody but their own servers
if url := os.environ.get("CACHE_URL"):
    # A database of Redis for each process, as each test begins with empty caches.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["CACHE_URL"] = f"{url.rpartition('/')[0]}/{worker}"

from website.settings import *  # noqa: F403

DEBUG = False
# In memory, so that a test that asks for no page needs no database.
CACHES = {**CACHES, "default": services.configure_memory_cache("default", entries=1000)}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
