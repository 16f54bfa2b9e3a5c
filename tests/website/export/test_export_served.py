"""An export on a static host, at the root or in a folder, is like the live site."""

import functools
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import urlopen

import pytest
from django.db import transaction
from django.test import Client

from tests.conftest import SAMPLE
from tests.page import Page
from tests.website.export.copies import make_copy
from website import content_file

pytestmark = pytest.mark.slow

SITE = "https://example.edu"
Fetch = Callable[[str], tuple[int, str, bytes]]  # status, type and content of a path


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


HOSTS = ["python in a folder", "nginx in a folder", "nginx at the root"]


@pytest.fixture(scope="module", params=HOSTS)
def kind(request) -> str:
    if "root" in request.param and not os.environ.get("VITA_TEST_ALL"):
        pytest.skip("a second copy is made only with VITA_TEST_ALL=1")
    return request.param


@pytest.fixture(scope="module")
def folder(kind) -> str:
    return "" if "root" in kind else "/~wxiong"


@pytest.fixture(scope="module")
def copy_in(django_db_setup, django_db_blocker, tmp_path_factory) -> Callable[[str], Path]:
    """Call it with a folder; it returns the root of a host with an export of the sample site."""

    @functools.cache
    def made(folder: str) -> Path:
        root = tmp_path_factory.mktemp("host") / "html"
        with django_db_blocker.unblock(), transaction.atomic():
            content_file.load(SAMPLE.read_text(encoding="utf-8"))
            make_copy(root / folder.strip("/"), folder)
            transaction.set_rollback(True)
        return root

    return made


@pytest.fixture(scope="module")
def host(kind, folder, copy_in) -> Iterator[str]:
    """The URL of a host that serves the export."""
    if "nginx" in kind:
        yield from served_by_nginx(copy_in(folder), folder)
        return
    handler = functools.partial(Quiet, directory=copy_in(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def served_by_nginx(root: Path, folder: str) -> Iterator[str]:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        assert not os.environ.get("VITA_TEST_ALL"), "nginx is not installed"
        pytest.skip("nginx is not installed")
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as free:
        port = free.server_port
    settings = root.parent / "nginx.conf"
    settings.write_text(f"""
        daemon off; pid {root.parent}/pid; error_log {root.parent}/error.log; worker_processes 1;
        {"user root;" if os.getuid() == 0 else ""}
        events {{}}
        http {{ types {{ text/html html; text/css css; text/javascript js; image/png png;
                         application/xml xml; application/pdf pdf; }}
          access_log off; client_body_temp_path {root.parent}/a; proxy_temp_path {root.parent}/b;
          fastcgi_temp_path {root.parent}/c; uwsgi_temp_path {root.parent}/d;
          scgi_temp_path {root.parent}/e;
          server {{ listen 127.0.0.1:{port}; root {root}; error_page 404 {folder}/404.html; }} }}
    """)
    server = subprocess.Popen([nginx, "-c", str(settings), "-p", str(root.parent)])
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urlopen(f"{url}/nothing")
            except HTTPError:
                break
            except OSError:
                time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def fetch(host) -> Fetch:
    def fetch(path: str) -> tuple[int, str, bytes]:
        try:
            with urlopen(host + quote(path, safe="/%~:@!$&'()*+,;=?")) as answer:
                return answer.status, answer.headers.get_content_type(), answer.read()
        except HTTPError as error:
            return error.code, error.headers.get_content_type(), error.read()

    return fetch


def links_of(page: Page) -> Iterator[str]:
    for element in page.root.iter():
        yield from (element.get(name, "") for name in ("href", "src") if element.get(name))
        for candidate in (element.get("srcset") or "").split(","):
            yield from candidate.split()[:1]
        if (element.get("content") or "").startswith(SITE):
            yield element.get("content", "")


def test_no_link_is_broken(fetch, folder):
    """Follows the links as they are written, like a browser."""
    waiting, seen, broken = [f"{folder}/"], set(), []
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        status, kind, body = fetch(path)
        if status != 200:
            broken.append(path)
        if kind == "text/html":
            for link in links_of(Page.read_from(body.decode())):
                url = urljoin(f"{SITE}{path}", link).partition("#")[0]
                if url.startswith(f"{SITE}/"):
                    waiting.append(url.removeprefix(SITE))
    assert broken == []
    assert len(seen) > 100
    assert all(path.startswith(f"{folder}/") for path in seen)


def test_a_missing_page_is_404_and_leads_back(fetch, folder, kind):
    if "python" in kind:
        pytest.skip("Python's own server has no custom 404 page")
    status, _, body = fetch(f"{folder}/a/b/c/nothing/")
    page = Page.read_from(body.decode())
    assert status == 404
    assert page.links()["publications"] == f"{folder}/publications/"
    assert page.all("link", rel="stylesheet")[0].get("href", "").startswith(f"{folder}/static/")


@pytest.mark.django_db
def test_pages_say_what_the_live_site_says(fetch, folder, sample):
    client = Client()
    for path in ("/", "/cv/", "/talks/", "/publications/gec/", "/publications/with/tong-zhang/"):
        live, copied = Page(path, client), Page.read_from(fetch(folder + path)[2].decode())
        assert copied.text == live.text
        assert copied.texts("title") == live.texts("title")
    year = Page.read_from(fetch(f"{folder}/publications/year/2023/")[2].decode())
    assert year.texts("article") == Page("/publications/?year=2023", client).texts("article")
    for file in ("/publications.bib", "/publications/gec.ris", "/publications.json"):
        assert fetch(folder + file)[2] == client.get(file).content
