"""The entry point for production servers."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(str(error))  # the sentence alone

from website import edition

edition.begin_for_this_code()
connections.close_all()  # the thread that starts the server answers no requests
