"""The URLs of talks, under /talks/."""

from django.urls import path

from talks import views

app_name = "talks"
urlpatterns = [
    path("", views.talk_list, name="list"),
    path("<str:slug>/", views.talk_detail, name="detail"),
    path("<str:slug>/<uuid:uid>.ics", views.presentation_calendar, name="presentation-calendar"),
]
