"""Simultaneous writers do not undo each other's work, even if the database would allow it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from common.ordering.models import TypedPosition, put
from common.write_lock import write_lock
from profile.models import Award
from publications.models import Authorship, Publication
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from tests.publications.importing.test_importing import RAFT
from tests.servers import on_postgresql
from website import content_file
from website.models import User

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]

AT_ONCE = 4


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Call all functions at the same time, each with its own connection; return their results."""
    ready = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            ready.wait(10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(do, act) for act in acts]]


def test_a_list_reordered_by_several_at_once_has_each_number_once():
    awards = [Award.objects.create(title=f"Award {number}") for number in range(1, 9)]
    at_once(
        *(
            lambda row=row: put(Award, {row.pk: TypedPosition(row.position, 1)})  # type: ignore[misc]
            for row in awards[-AT_ONCE:]
        )
    )
    numbers = Award.objects.order_by("position").values_list("position", flat=True)
    assert list(numbers) == list(range(1, 9))


def test_a_file_imported_twice_at_once_is_imported_once():
    User.objects.create_superuser("owner", password="correct horse battery")
    chosen = {"text": RAFT, "apply": "yes", "entry": ["dong2023raft"]}
    browsers = [signed_in() for _ in range(2)]
    page = "/admin/publications/publication/import/"
    answers = at_once(*(lambda b=b: b.post(page, chosen).status_code for b in browsers))  # type: ignore[misc]
    assert answers == [302, 302]
    assert Publication.objects.count() == 1


def test_a_content_file_loaded_twice_at_once_is_loaded_once():
    text = '[[publications]]\ntitle = "Nash"\nauthors = "Wei Xiong, Han Zhong"\n'
    at_once(*[lambda: content_file.load(text)] * 2)
    assert Publication.objects.count() == 1
    assert Authorship.objects.count() == 2


def test_the_second_of_two_who_save_one_form_is_told_of_the_first():
    User.objects.create_superuser("owner", password="correct horse battery")
    paper = cast.paper("Nash Learning")
    form = admin_url(Publication, "change", paper.pk)
    browsers = [signed_in() for _ in range(2)]
    browsers[0].post(form, submitted(Page(form, browsers[0])))
    values = submitted(Page(form, browsers[0]))
    answers = at_once(
        *(
            lambda b=b, n=n: b.post(form, values | {"note": n})
            for b, n in zip(browsers, "ab", strict=True)
        )  # type: ignore[misc]
    )
    saved, refused = sorted(answers, key=lambda answer: -answer.status_code)
    assert saved.status_code == 302
    assert "This was changed by owner" in " ".join(errors_in(refused))


def test_readers_do_not_wait():
    with write_lock():
        [status] = at_once(lambda: Client().get("/publications/").status_code)
    assert status == 200


def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="owner"))
    return client
