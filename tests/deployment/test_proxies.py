"""The site as in docs/deploy.md: behind Caddy or nginx, with the files in deploy/."""

from __future__ import annotations

import http.client
import os
import re
import socket
import sqlite3
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.common.media.spellings import spellings
from tests.deployment.servers import HOST, PASSWORD, ROOT, needed, running
from tests.servers import find_free_port


class Answer(NamedTuple):
    status: int
    headers: Message
    text: str


class Proxy(NamedTuple):
    """The proxy, as a visitor reaches it."""

    name: str
    http: int
    https: int

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Ask over HTTPS."""
        with closing(http.client.HTTPSConnection("127.0.0.1", self.https)) as connection:
            connection.sock = self.connect()
            connection.request(method, path, body, {"Host": HOST, **(headers or {})})
            return answer(connection)

    def connect(self, receives: int | None = None) -> ssl.SSLSocket:
        """Connect to the host, with a receive buffer of so many bytes."""
        context = ssl._create_unverified_context()  # the certificate is the test's own
        plain = socket.socket()
        if receives:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        plain.settimeout(10)
        plain.connect(("127.0.0.1", self.https))
        return context.wrap_socket(plain, server_hostname=HOST)


def answer(connection: http.client.HTTPConnection) -> Answer:
    with connection.getresponse() as response:
        return Answer(response.status, response.headers, response.read().decode())


@pytest.fixture(scope="module", params=["Caddy", "nginx"])
def proxy(request, upstream, tmp_path_factory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    ports = Proxy(request.param, find_free_port(), find_free_port())
    start = {"Caddy": caddy, "nginx": nginx}[request.param]
    line = start(ports, upstream.port, folder)
    with running(line, ports.https, folder / "log", XDG_DATA_HOME=str(folder), HOME=str(folder)):
        yield ports


def deployed(name: str, upstream: int) -> str:
    """Return a file of deploy/, with the port of the site replaced."""
    text = (ROOT / "deploy" / name).read_text()
    assert text.count("127.0.0.1:8000") == 1
    return text.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")


def caddy(ports: Proxy, upstream: int, folder: Path) -> list[str]:
    program = needed("caddy")
    options = (
        f"{{\nadmin off\nhttp_port {ports.http}\nhttps_port {ports.https}\n"
        "local_certs\nskip_install_trust\n"
    )
    site = deployed("Caddyfile", upstream).replace("{\n", options, 1)
    (folder / "Caddyfile").write_text(site)
    return [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def nginx(ports: Proxy, upstream: int, folder: Path) -> list[str]:
    program = needed("nginx")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={HOST}"
    line = [needed("openssl"), *made.split(), "-keyout", key, "-out", certificate]
    subprocess.run(line, check=True, capture_output=True)
    site = deployed("nginx.conf", upstream)
    site = re.sub(r"listen \[::\]:.*;", "", site)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{ports.http};")
    site = site.replace("listen 443 ", f"listen 127.0.0.1:{ports.https} ")
    site = re.sub(r"ssl_certificate .*;", f"ssl_certificate {certificate};", site)
    site = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {key};", site)
    kept = "".join(
        f"{what}_temp_path {folder}/{what};\n"
        for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}\ndaemon off;\npid {folder}/pid;\nerror_log stderr;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{kept}{site}\n}}\n"
    )
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]


def sign_in(proxy: Proxy, password: str, **headers: str) -> Answer:
    """Send the form of the sign-in page."""
    form = proxy.ask("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
    values = {"login": "owner", "password": password, "csrfmiddlewaretoken": token}
    given = {
        "Cookie": form.headers["Set-Cookie"].partition(";")[0],
        "Origin": f"https://{HOST}",
        "Content-Type": MULTIPART_CONTENT,
        **headers,
    }
    body = encode_multipart(BOUNDARY, values)
    return proxy.ask("/admin/login/", "POST", body, given)


def test_a_page_comes_over_https_with_what_protects_it(proxy):
    response = proxy.ask("/")
    assert response.status == 200
    assert "Wei Xiong" in response.text
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"].split("; ")
    assert f'<link rel="canonical" href="https://{HOST}/">' in response.text


NAME = "papers/nash-c3f9a0c41b7d2e58.pdf"
PUBLISHED = "papers/dpo-c3f9a0c41b7d2e58.pdf"


@pytest.fixture(scope="module")
def files(upstream) -> list[str]:
    """Spellings of the PDF of a draft; another paper's PDF is published."""
    with closing(sqlite3.connect(upstream.data / "vita.sqlite3")) as database, database:
        (draft,), (other,) = database.execute("SELECT id FROM publications_publication LIMIT 2")
        update = "UPDATE publications_publication SET pdf = ?, is_draft = ? WHERE id = ?"
        database.executemany(update, [(NAME, True, draft), (PUBLISHED, False, other)])
    for name in (NAME, PUBLISHED):
        file = upstream.data / "uploads" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%PDF-1.7")
    return spellings(NAME)


def test_no_spelling_shows_the_file_of_a_draft_through_a_proxy(proxy, files):
    assert proxy.ask(f"/uploads/{PUBLISHED}").status == 200
    assert {proxy.ask(url).status for url in files} <= {400, 404}


def test_no_spelling_shows_the_file_of_a_draft_at_the_site_itself(upstream, files):
    def status(url: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", upstream.port)
        with closing(connection):
            connection.request("GET", url, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            return answer(connection).status

    assert status(f"/uploads/{PUBLISHED}") == 200
    assert {status(url) for url in files} == {404}


def test_plain_http_leads_to_https(proxy):
    with closing(http.client.HTTPConnection("127.0.0.1", proxy.http, timeout=10)) as connection:
        connection.request("GET", "/cv/", headers={"Host": HOST})
        response = answer(connection)
    assert response.status in {301, 308}
    assert response.headers["Location"].startswith(f"https://{HOST}")


def test_the_owner_signs_in(proxy):
    response = sign_in(proxy, PASSWORD)
    assert response.status == 302
    assert "Secure" in response.headers["Set-Cookie"]


def test_a_visitor_cannot_fake_an_ip_address_or_https(proxy, upstream):
    names = ("X-{}-{}", "X_{}_{}", "X-{}_{}", "X_{}-{}")
    claimed = {name.format("Forwarded", "For"): "203.0.113.9" for name in names}
    claimed |= {name.format("Forwarded", "Proto"): "http" for name in names}
    assert sign_in(proxy, "wrong", **claimed).status == 200
    with closing(sqlite3.connect(upstream.data / "vita.sqlite3")) as database:
        rows = database.execute("SELECT cache_key FROM website_cache").fetchall()
    counted = {key.partition(":ip:")[2] for (key,) in rows if ":ip:" in key}
    assert counted == {"127.0.0.1"}


@pytest.mark.parametrize("encoding", ["hex", "undefined", "unicode_escape"])
def test_the_encoding_that_a_visitor_names_changes_nothing(proxy, encoding):
    headers = {"Content-Type": f"text/plain; charset={encoding}"}
    assert proxy.ask("/publications/?author=%5Cud800", headers=headers).status == 200


@pytest.mark.parametrize("name", ["X-Request-ID", "X_Request_ID"])
def test_a_visitor_does_not_choose_what_the_log_calls_the_request(proxy, name):
    assert proxy.ask("/", headers={name: "chosen-by-a-visitor"}).headers["X-Request-ID"] not in (
        "",
        "chosen-by-a-visitor",
    )


@pytest.mark.parametrize(
    "path",
    ["/", "/publications/", "/admin/login/", "/admin/account/two-step/", "/admin/password_change/"],
)
def test_only_the_forms_of_the_admin_take_more_than_64_kb(proxy, path):
    response = proxy.ask(path, "POST", b"x" * 70_000)
    assert response.status in {413, 502}  # Caddy 2.6
    assert "This is too large" not in response.text  # the site was not asked


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_the_forms_of_every_app_take_more(name):
    text = (ROOT / "deploy" / name).read_text()
    found = re.findall(r"/admin/\(?([\w|]+)[/)]", text)
    labels = {model._meta.app_label for model in admin.site._registry} | {"markdown"}
    assert {label for group in found for label in group.split("|")} == labels


def test_another_host_is_not_answered(proxy):
    response = proxy.ask("/", headers={"Host": "evil.example"})
    assert "Wei Xiong" not in response.text
    assert "evil.example" not in response.text


def test_slow_uploads_do_not_keep_others_waiting(proxy):
    head = (
        f"POST /admin/login/ HTTP/1.1\r\nHost: {HOST}\r\nOrigin: https://{HOST}\r\n"
        f"Cookie: __Host-csrftoken={'a' * 32}\r\nContent-Length: 100000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\na="
    )
    slow = [proxy.connect() for _ in range(20)]
    try:
        for line in slow:
            line.sendall(head.encode())
        assert proxy.ask("/").status == 200
    finally:
        for line in slow:
            line.close()


def test_slow_readers_do_not_keep_others_waiting(proxy, upstream):
    if proxy.name == "Caddy":
        pytest.skip("Caddy reads no quicker than its visitors: docs/deploy.md")
    (upstream.data / "uploads").mkdir(exist_ok=True)
    (upstream.data / "uploads" / "slides.pdf").write_bytes(os.urandom(30_000_000))
    slow = [proxy.connect(receives=4096) for _ in range(12)]
    try:
        for line in slow:
            line.sendall(f"GET /uploads/slides.pdf HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            assert b"200 OK" in line.recv(1000)
        assert proxy.ask("/").status == 200
    finally:
        for line in slow:
            line.close()


def test_slow_strangers_with_large_files_do_not_keep_others_waiting(proxy):
    head = (
        f"POST /admin/publications/publication/add/ HTTP/1.1\r\nHost: {HOST}\r\n"
        "Content-Length: 90000000\r\nContent-Type: text/plain\r\n\r\n"
    )
    slow = [proxy.connect() for _ in range(12)]
    try:
        for line in slow:
            line.sendall(head.encode() + b"x" * 1_100_000)
        assert proxy.ask("/").status == 200
    finally:
        for line in slow:
            line.close()


def test_a_large_file_gets_through(proxy):
    """That of a stranger is refused by the site; the owner's is accepted."""
    path = "/admin/publications/publication/import/"
    response = proxy.ask(path, "POST", b"x" * 30_000_000)
    assert response.status == 413
    assert "What you typed is still in this browser" in response.text
    signed_in = sign_in(proxy, PASSWORD)
    cookies = "; ".join(
        cookie.partition(";")[0] for cookie in signed_in.headers.get_all("Set-Cookie")
    )
    form = proxy.ask(path, headers={"Cookie": cookies})
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
    entry = "@misc{a, title = {A title that came through}, year = 2024}\n"
    file = SimpleUploadedFile("a.bib", entry.encode() + b"%" * 3_000_000)
    given = {"Cookie": cookies, "Origin": f"https://{HOST}", "Content-Type": MULTIPART_CONTENT}
    body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, "file": file})
    assert "A title that came through" in proxy.ask(path, "POST", body, given).text
