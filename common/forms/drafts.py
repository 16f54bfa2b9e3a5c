"""Tells the browser which forms are saved, so that it drops the drafts that it keeps of them.

The script ``static/js/drafts.js`` keeps what is typed, under a token that the form sends along.
"""

import re
from typing import Any

from django.conf import settings
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse

FIELD = "_draft"
COOKIE = "saved_forms"
MOST = 10  # tokens
_TOKEN = re.compile(r"[0-9a-f-]{10,36}")


class KeepsDrafts(ModelAdmin):
    """An admin that names the saved forms in a cookie, the last ones of them."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        token = request.POST.get(FIELD, "")
        if response.status_code == 302 and _TOKEN.fullmatch(token):
            before = filter(_TOKEN.fullmatch, request.COOKIES.get(COOKIE, "").split("."))
            response.set_cookie(
                COOKIE,
                ".".join([token, *before][:MOST]),
                max_age=30 * 24 * 60 * 60,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response
