"""The site's settings without the page cache, and with the reference page."""

from website.settings import *  # noqa: F403
from website.settings import MIDDLEWARE

MIDDLEWARE = [
    name for name in MIDDLEWARE if name != "website.pagecache.middleware.PageCacheMiddleware"
]
ROOT_URLCONF = "bench.reference"
LOGGING = {"version": 1, "disable_existing_loggers": True}
