"""DATABASE_URL, CACHE_URL, UPLOADS_URL: wrong ones stop the start with one sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import services

SECRET = "s3cr3t-words"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for variable in ("DATABASE_URL", "CACHE_URL", "UPLOADS_URL"):
        monkeypatch.delenv(variable, raising=False)


def test_by_default_everything_is_on_this_machine(tmp_path):
    database = services.configure_database(tmp_path)
    assert database["NAME"] == tmp_path / "vita.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "LocMemCache" in services.configure_cache("key")["BACKEND"]
    assert "DurableStorage" in services.configure_uploads()["BACKEND"]


def test_a_url_of_postgresql(monkeypatch, tmp_path):
    monkeypatch.setenv(
        "DATABASE_URL", "postgres://vita:p%40ss@db.example.org:5433/site?sslmode=require"
    )
    database = services.configure_database(tmp_path)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert [database[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")] == [
        *("db.example.org", 5433, "site", "vita", "p@ss")
    ]
    assert database["CONN_HEALTH_CHECKS"]
    assert database["CONN_MAX_AGE"] == 600
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout" in database["OPTIONS"]["options"]


def test_a_url_of_sqlite_keeps_its_safe_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
    database = services.configure_database(tmp_path / "data")
    assert database["NAME"] == tmp_path / "other.sqlite3"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    "value",
    [
        *("vita", f"mysql://vita:{SECRET}@127.0.0.1/vita", "postgres://127.0.0.1", "sqlite://"),
        *(f"postgres://vita:{SECRET}@127.0.0.1:port/vita", f"postgres://vita:{SECRET}@[::1/vita"),
    ],
)
def test_a_wrong_database_is_refused_without_its_password(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="set it to one like postgres://") as refused:
        services.configure_database(tmp_path)
    assert SECRET not in str(refused.value)


def test_an_option_that_postgresql_does_not_know_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://vita:p%40ss@127.0.0.1/vita?sslmod=require")
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL has an option.*sslmod") as error:
        services.configure_database(tmp_path)
    assert "p@ss" not in str(error.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "postgres://vita@127.0.0.1/vita"),
        ("CACHE_URL", "redis://127.0.0.1:6379/0"),
        ("UPLOADS_URL", "https://s3.example.org/bucket"),
    ],
)
def test_what_is_not_installed_is_named(monkeypatch, tmp_path, variable, value):
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr(services, "find_spec", lambda name: None)
    read = {
        "DATABASE_URL": lambda: services.configure_database(tmp_path),
        "CACHE_URL": lambda: services.configure_cache("key"),
        "UPLOADS_URL": services.configure_uploads,
    }
    with pytest.raises(ImproperlyConfigured, match=rf"{variable} .* -r requirements-scale\.txt"):
        read[variable]()


def test_sites_that_share_a_cache_do_not_read_each_other(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "rediss://:secret@cache.example.org:6380/1")
    one, same, other = (services.configure_cache(key, "site") for key in ("a", "a", "b"))
    assert one == same
    assert one["LOCATION"] == "rediss://:secret@cache.example.org:6380/1"
    assert one["KEY_PREFIX"] != other["KEY_PREFIX"]


@pytest.mark.parametrize(
    "value", ["127.0.0.1:6379", "memcached://127.0.0.1", "redis://", "redis://h/x", "redis://h:p"]
)
def test_a_wrong_cache_is_refused(monkeypatch, value):
    monkeypatch.setenv("CACHE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="set it to one like redis://"):
        services.configure_cache("key")


@pytest.mark.parametrize(
    ("value", "endpoint", "bucket", "folder"),
    [
        ("https://s3.example.org/uploads", "https://s3.example.org", "uploads", ""),
        ("http://127.0.0.1:9000/uploads/wei/", "http://127.0.0.1:9000", "uploads", "wei"),
    ],
)
def test_a_url_of_a_bucket(monkeypatch, value, endpoint, bucket, folder):
    monkeypatch.setenv("UPLOADS_URL", value)
    assert services.configure_uploads()["OPTIONS"] == {
        "endpoint_url": endpoint,
        "bucket_name": bucket,
        "location": folder,
    }


@pytest.mark.parametrize(
    "value",
    [
        *(
            "uploads",
            "s3://uploads",
            "https://s3.example.org",
            "https://s3.example.org/",
            "https://",
        ),
        *(f"https://me:{SECRET}@s3.example.org/uploads", "https://s3.example.org/uploads?x=1"),
    ],
)
def test_a_wrong_bucket_is_refused_without_its_keys(monkeypatch, value):
    monkeypatch.setenv("UPLOADS_URL", value)
    with pytest.raises(ImproperlyConfigured, match="keys in AWS_ACCESS_KEY_ID") as refused:
        services.configure_uploads()
    assert SECRET not in str(refused.value)
