"""The URLs below ``/admin/upkeep/``."""

from django.urls import path

from website.upkeep import content, views

urlpatterns = [
    path("", views.overview, name="upkeep"),
    path("backup/<str:name>", views.download_backup, name="upkeep-backup"),
    path("export/site.zip", views.download_export, name="upkeep-exported"),
    path("content/", content.load, name="upkeep-content"),
    path("content/site.toml", content.download, name="upkeep-content-file"),
    path("test-message/", views.send_test_message, name="upkeep-test-message"),
    path("<slug:name>/", views.run_task, name="upkeep-task"),
]
