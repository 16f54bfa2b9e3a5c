"""The URLs below ``/admin/imports/``."""

from django.contrib import admin
from django.urls import path

from publications.import_history.views import undo_import

urlpatterns = [
    path("<int:pk>/undo/", admin.site.admin_view(undo_import), name="undo-import"),
]
