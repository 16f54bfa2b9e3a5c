"""``manage.py check_links`` checks every link, and says which are gone and where they are used."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from profile.models import Section
from publications.models import PublicationLink
from tests import cast
from tests.website.linkcheck.link_server import serving
from website.linkcheck import checking
from website.linkcheck.client import LinkClient
from website.linkcheck.verdicts import Verdict
from website.models import LinkCheck

pytestmark = pytest.mark.django_db

Outcome = LinkCheck.Outcome
MOVED = Verdict(Outcome.MOVED, 200, moved_to="https://new.example.org/")
GONE = Verdict(Outcome.GONE, 404, "404 Not Found")
WORKS = Verdict(Outcome.WORKS, 200)
SILENT = Verdict(Outcome.UNREACHABLE, detail="the host does not answer in time")


@pytest.fixture(autouse=True)
def web(monkeypatch) -> dict[str, Verdict]:
    """The verdicts of a fake client; URLs that are not in it work."""
    verdicts: dict[str, Verdict] = {}

    class Client:
        def __init__(self, *_: object) -> None:
            self.stopped = threading.Event()

        def check(self, url: str) -> Verdict:
            return verdicts.get(url, WORKS)

    monkeypatch.setattr("website.management.commands.check_links.LinkClient", Client)
    return verdicts


def check_links(*options: str) -> str:
    out = StringIO()
    call_command("check_links", *options, stdout=out)
    return out.getvalue()


def checked() -> dict[str, str]:
    return dict(LinkCheck.objects.values_list("url", "outcome"))


def links(*urls: str) -> None:
    """Put links on a paper."""
    paper = cast.paper("GEC")
    for position, url in enumerate(urls, start=1):
        PublicationLink.objects.create(publication=paper, kind="code", url=url, position=position)


def test_it_lists_links_that_are_gone_or_moved_and_where_they_are_used(web):
    web |= {"https://a.org": GONE, "https://b.org": MOVED, "https://c.org": SILENT}
    links("https://a.org", "https://b.org", "https://c.org", "https://d.org")
    cast.author("Tong Zhang", homepage="https://a.org")
    cast.talk("Alignment", abstract="[x](https://a.org)", is_draft=True)
    assert check_links().splitlines() == [
        "Checking 4 URLs; this takes a while.",
        "",
        "Gone (1)",
        "  https://a.org",
        "    404 Not Found",
        "    in paper GEC, Code",
        "    in author Tong Zhang, homepage",
        "    in talk Alignment, abstract (draft)",
        "",
        "Moved for good (1)",
        "  https://b.org",
        "    now https://new.example.org/",
        "    in paper GEC, Code",
        "",
        "Not reached (1)",
        "  https://c.org",
        "    the host does not answer in time",
        "    in paper GEC, Code",
        "",
        "4 URLs: 1 gone, 1 moved for good, 1 not reached, 1 working.",
    ]


def test_results_are_saved(web):
    web["https://a.org"] = MOVED
    links("https://a.org")
    before = timezone.now()
    check_links()
    check = LinkCheck.objects.get()
    assert (check.url, check.outcome, check.status) == ("https://a.org", "moved", 200)
    assert check.moved_to == "https://new.example.org/"
    assert before <= check.checked_at <= timezone.now()


def test_a_url_is_checked_once_without_its_fragment():
    links("https://a.org/x#one", "https://a.org/x#two", "https://a.org/x")
    check_links()
    assert checked() == {"https://a.org/x": "works"}


def test_a_url_that_no_browser_could_follow_is_not_tried():
    links("https://a.org")
    Section.objects.create(title="Grants", text="[x](www.example.org)")
    check_links()
    assert checked() == {"https://a.org": "works"}


def test_the_next_check_replaces_results_and_deletes_those_of_unused_urls(web):
    web["https://a.org"] = GONE
    links("https://a.org", "https://b.org")
    check_links()
    web.clear()
    PublicationLink.objects.get(url="https://b.org").delete()
    check_links()
    assert checked() == {"https://a.org": "works"}


def test_a_link_that_is_gone_is_a_failure_only_if_that_is_asked_for(web):
    web["https://a.org"] = GONE
    links("https://a.org")
    check_links()
    with pytest.raises(CommandError, match=r"Gone: 1\.") as failure:
        check_links("--fail")
    assert failure.value.returncode == 1
    web["https://a.org"] = SILENT
    links("https://b.org")
    check_links("--fail")


def test_if_no_host_answers_nothing_is_saved(web):
    web["https://a.org"] = WORKS
    links("https://a.org", "https://b.org")
    check_links()
    web |= {"https://a.org": SILENT, "https://b.org": Verdict(Outcome.GONE, detail="no host")}
    with pytest.raises(CommandError, match="No host answered"):
        check_links()
    assert set(checked().values()) == {"works"}


def test_results_from_before_ctrl_c_are_saved_and_listed(web, monkeypatch):
    links("https://a.org", "https://b.org")
    save = checking._save

    def stop_after_the_first(*args):
        if LinkCheck.objects.exists():
            raise KeyboardInterrupt
        return save(*args)

    monkeypatch.setattr(checking, "_save", stop_after_the_first)
    with pytest.raises(CommandError, match="were saved") as stop:
        check_links()
    assert stop.value.returncode == 130
    assert len(checked()) == 1


def test_a_site_without_links_has_nothing_to_check():
    assert check_links().endswith("\n0 URLs: none checked.\n")


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "99999"])
def test_an_invalid_time_is_refused(value):
    with pytest.raises(CommandError, match="is not a number of seconds from 0 to 3600"):
        check_links(f"--timeout={value}")


def test_urls_of_one_host_are_spread_so_that_others_need_not_wait():
    urls = ["https://a.org/1", "https://a.org/2", "https://a.org/3", "https://b.org/1"]
    assert checking._mix_hosts(urls) == [
        "https://a.org/1",
        "https://b.org/1",
        "https://a.org/2",
        "https://a.org/3",
    ]


def test_saving_a_form_sends_no_request(monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("sent a request"))
    links("https://a.org")
    assert checked() == {}


@pytest.mark.parametrize(("outcome", "moved_to"), [("moved", ""), ("gone", "https://a.org")])
def test_only_a_moved_link_has_a_new_url(outcome, moved_to):
    with pytest.raises(IntegrityError):
        LinkCheck.objects.create(
            url="https://b.org", outcome=outcome, moved_to=moved_to, checked_at=timezone.now()
        )


def test_the_command_asks_a_real_server(monkeypatch):
    monkeypatch.setattr("website.management.commands.check_links.LinkClient", LinkClient)
    with serving() as server:
        links(f"{server.url}/status/404", f"{server.url}/to/301/status/200")
        report = check_links("--delay=0", "--timeout=2")
        assert checked() == {
            f"{server.url}/status/404": "gone",
            f"{server.url}/to/301/status/200": "moved",
        }
    assert f"    now {server.url}/status/200\n" in report
