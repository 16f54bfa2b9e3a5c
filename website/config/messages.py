"""The cookie that carries messages to the next page, for sites with HTTPS."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """A cookie that no other host of the domain can set."""

    cookie_name = "__Host-messages"


class HostMessageStorage(FallbackStorage):
    """Django's storage: a cookie, and the session for what is too long for one."""

    storage_classes = (HostCookieStorage, SessionStorage)
