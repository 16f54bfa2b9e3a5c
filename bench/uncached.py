"""The site's settings without the page cache: every page is made anew."""

from website.settings import *  # noqa: F403
from website.settings import MIDDLEWARE

MIDDLEWARE = [
    name for name in MIDDLEWARE if name != "website.pagecache.middleware.PageCacheMiddleware"
]
LOGGING = {"version": 1, "disable_existing_loggers": True}
