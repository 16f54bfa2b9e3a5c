"""The URLs below ``/admin/help/``."""

from django.contrib import admin
from django.urls import path

from website.help import views

urlpatterns = [
    path("", admin.site.admin_view(views.index), name="help"),
    path("<slug:name>/", admin.site.admin_view(views.page), name="help-page"),
]
