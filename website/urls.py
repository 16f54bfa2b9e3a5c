"""The addresses of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import get_script_prefix, include, path

from common import uploads
from website import cards, feeds, markdown_views, sitemaps, views
from website.cv import views as cv

handler400 = "website.error_pages.bad_request"
handler403 = "website.error_pages.forbidden"
handler404 = "website.error_pages.not_found"
handler500 = "website.error_pages.server_error"

# Django puts the folder in which the site stands before it; addresses here are below that folder.
uploads_folder = settings.MEDIA_URL.removeprefix(get_script_prefix())

urlpatterns = [
    path("", views.home, name="home"),
    path("cv/", cv.page, name="cv"),
    path("cv.pdf", cv.as_pdf, name="cv-pdf"),
    path("cv-short.pdf", cv.as_pdf, {"short": True}, name="cv-short-pdf"),
    path("cv.json", cv.as_json, name="cv-json"),
    path("feed.xml", feeds.feed, name="feed"),
    path("talks.ics", feeds.talks_calendar, name="talks-calendar"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("card.png", cards.site_card, name="site-card"),
    path("publications/<str:slug>/card.png", cards.paper_card, name="paper-card"),
    path("talks/<str:slug>/card.png", cards.talk_card, name="talk-card"),
    path("", include("publications.urls")),
    path("talks/", include("talks.urls")),
    path("favicon.ico", views.icon),
    path(f"{uploads_folder}<path:name>", uploads.serve, name="upload"),
    path("admin/markdown/preview/", markdown_views.preview, name="markdown-preview"),
    path("admin/markdown/upload/", markdown_views.upload, name="markdown-upload"),
    path("admin/", admin.site.urls),
]
