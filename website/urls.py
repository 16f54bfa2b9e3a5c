"""The URLs of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import get_script_prefix, include, path

from common.media import views
from website.cv import views as cv
from website.dashboard import markdown_editor
from website.pages import feeds, home, preview_cards, sitemaps

handler400 = "website.errors.views.bad_request"
handler403 = "website.errors.views.forbidden"
handler404 = "website.errors.views.not_found"
handler429 = "website.accounts.views.too_many_attempts"
handler500 = "website.errors.views.server_error"

# Django adds the site's folder to MEDIA_URL, but the patterns here are relative to that folder.
uploads_folder = settings.MEDIA_URL.removeprefix(get_script_prefix())

urlpatterns = [
    path("", home.home, name="home"),
    path("cv/", cv.cv_page, name="cv"),
    path("cv.pdf", cv.cv_pdf, name="cv-pdf"),
    path("cv-short.pdf", cv.cv_pdf, {"short": True}, name="cv-short-pdf"),
    path("cv/<str:slug>/", cv.variant_page, name="cv-variant"),
    path("cv/<str:slug>.pdf", cv.variant_pdf, name="cv-variant-pdf"),
    path("cv.json", cv.cv_json, name="cv-json"),
    path("feed.xml", feeds.feed, name="feed"),
    path("talks.ics", feeds.talks_calendar, name="talks-calendar"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("card.png", preview_cards.site_card, name="site-card"),
    path("publications/<str:slug>/card.png", preview_cards.paper_card, name="paper-card"),
    path("talks/<str:slug>/card.png", preview_cards.talk_card, name="talk-card"),
    path("", include("publications.urls")),
    path("talks/", include("talks.urls")),
    path("favicon.ico", home.icon),
    path(f"{uploads_folder}<path:name>", views.serve, name="upload"),
    path("admin/markdown/preview/", markdown_editor.preview, name="markdown-preview"),
    path("admin/markdown/upload/", markdown_editor.upload, name="markdown-upload"),
    path("admin/", include("website.accounts.urls")),
    path("admin/imports/", include("publications.import_history.urls")),
    path("admin/help/", include("website.help.urls")),
    path("admin/upkeep/", include("website.upkeep.urls")),
    path("admin/", admin.site.urls),
]
