"""An S3-compatible storage on this machine, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@contextmanager
def s3_server() -> Iterator[str]:
    """Serve on a free port; yields the URL."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def make_bucket(url: str, name: str) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket=name)


def forget_everything(url: str) -> None:
    urlopen(Request(f"{url}/moto-api/reset", method="POST")).close()


def check_keys(url: str, *, after: int) -> None:
    """Accept any keys for so many requests, and check those of all later ones."""
    request = Request(f"{url}/moto-api/reset-auth", data=str(after).encode(), method="POST")
    request.add_header("Content-Type", "text/plain")
    urlopen(request).close()
