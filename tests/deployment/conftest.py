"""The site as it is served in production, for the tests of its deployment."""

import sys
from collections.abc import Iterator

import pytest

from tests.deployment.servers import HOST, PASSWORD, Upstream, manage, running
from tests.servers import find_free_port

MAKE_OWNER = f"""
from website.models import User
User.objects.all().delete()
User.objects.create_superuser("owner", password="{PASSWORD}")
"""


@pytest.fixture(scope="module")
def upstream(tmp_path_factory) -> Iterator[Upstream]:
    data = tmp_path_factory.mktemp("site")
    variables = {"VITA_DATA": str(data), "SITE_URL": f"https://{HOST}"}
    variables |= {"DJANGO_SETTINGS_MODULE": "website.settings", "DATABASE_URL": "", "CACHE_URL": ""}
    for line in (["setup", "--sample", "sample/wei-xiong.toml"], ["shell", "-c", MAKE_OWNER]):
        done = manage(*line, **variables)
        assert done.returncode == 0, done.stderr
    port = find_free_port()
    served = [sys.executable, "manage.py", "serve", f"--port={port}"]
    with running(served, port, data / "log", **variables) as pid:
        yield Upstream(port, data, pid)
