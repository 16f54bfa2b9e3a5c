"""Where on the web the copy will stand, as it is told to the process that makes it."""

import os
from urllib.parse import unquote, urlsplit

from website.config.env import HOST

SETTINGS = "website.export.settings"
FOLDER_VARIABLE = "VITA_COPY_FOLDER"  # "/~wxiong", empty at the root of a host


def environment_for(address: str) -> dict[str, str]:
    """Return the variables under which a process makes the copy for ``https://host/folder/``.

    Raises ValueError with a sentence where this is no such address.
    """
    advice = f'--base-url is "{address}"; give an address like https://example.edu/~wxiong/'
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise ValueError(f"{advice}.") from None
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(host) or parts.username:
        raise ValueError(f"{advice}.")
    if parts.query or parts.fragment:
        raise ValueError(f"{advice}, with nothing after the folder.")
    folder = "/".join(["", *filter(None, unquote(parts.path).split("/"))])
    if any(part in {".", ".."} or not part.isprintable() for part in folder.split("/")):
        raise ValueError(f"{advice}, with the name of the folder alone.")
    return {
        **os.environ,
        "SITE_URL": f"{parts.scheme}://{host}{port}",
        FOLDER_VARIABLE: folder,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
