"""Forms of the admin as a browser sends them."""

from typing import Any

from django.urls import reverse

from tests.page import Page


def admin_url(model: Any, page: str, *arguments: object) -> str:
    """Return the URL of a page of the model's admin."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)


def submitted(page: Page) -> dict[str, str]:
    """Return what a browser sends when the form of the page is saved unchanged."""
    values = {}
    for field in page.all("input"):
        name, kind = field.get("name"), field.get("type")
        checked = kind not in {"checkbox", "radio"} or field.get("checked") is not None
        if name and checked and kind not in {"submit", "file"} and "__prefix__" not in name:
            values[name] = field.get("value", "on" if kind == "checkbox" else "")
    for field in page.all("textarea"):
        # HTML drops the first line break of a text area.
        values[field.get("name")] = "".join(field.itertext()).removeprefix("\n")
    for field in page.all("select"):
        chosen = [o.get("value", "") for o in field.iter("option") if o.get("selected") is not None]
        if field.get("multiple") is not None:
            values[field.get("name")] = chosen
        else:
            values[field.get("name")] = chosen[0] if chosen else ""
    return {name: value for name, value in values.items() if name and "__prefix__" not in name}


def errors_in(response) -> list[str]:
    return [str(error) for error in response.context["errors"]]
