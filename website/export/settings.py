"""The settings under which the copy is made: production's, in the folder where it will stand."""

import os

from website.export.place import FOLDER_VARIABLE
from website.settings import *  # noqa: F403
from website.settings import DATA_DIR, DATABASES, STORAGES

FORCE_SCRIPT_NAME = os.environ.get(FOLDER_VARIABLE, "")
# One connection for thousands of pages.
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": None}}
ROOT_URLCONF = "website.export.urls"

# The pages' own files alone, without the admin's; beside those of a site that runs.
STATIC_ROOT = DATA_DIR / "cache" / "copy-static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
