"""A preprint and its published version stay two papers that are linked."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from reversion.models import Version

from publications.merging.pairs import get_merge_url
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_both_can_stay_with_links_to_each_other(desk, preprint, published):
    url = get_merge_url(preprint, published)
    said = Page.of(desk.post(url, {"link": "on"}, follow=True)).text
    assert "Both stay" in said
    assert (
        "Published as RAFT: Reward Ranked Finetuning, TMLR 2023" in Page("/publications/raft/").text
    )
    text = Page("/publications/reward-ranked/").text
    assert "Preprint RAFT: Ranked Finetuning, Preprint 2023" in text
    listed = Page("/publications/").text
    assert "RAFT: Ranked Finetuning" in listed
    assert "RAFT: Reward Ranked Finetuning" in listed


@pytest.mark.parametrize("secret", ["preprint", "published"])
def test_visitors_do_not_see_a_link_to_a_draft(preprint, published, secret, request):
    preprint.published_as = published
    preprint.save()
    draft = request.getfixturevalue(secret)
    other = published if draft == preprint else preprint
    Publication.objects.filter(pk=draft.pk).update(is_draft=True)
    assert draft.title not in Page(other.get_absolute_url()).text


def test_no_paper_is_its_own_preprint(preprint, published):
    preprint.published_as = preprint
    with pytest.raises(ValidationError, match="its own preprint"):
        preprint.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        preprint.save()


def test_no_paper_is_the_preprint_of_its_own_preprint(preprint, published):
    third = cast.paper("The journal version", published_as=preprint)
    preprint.published_as = published
    preprint.save()
    published.published_as = third
    with pytest.raises(ValidationError, match="preprint of one of its own"):
        published.full_clean()


def test_the_link_to_a_deleted_paper_does_not_keep_a_version_from_coming_back(
    desk, preprint, published
):
    desk.post(get_merge_url(preprint, published), {"link": "on"})
    linked = Version.objects.get_for_object(preprint).first()
    published.delete()
    desk.post(admin_url(Publication, "revision", preprint.pk, linked.pk))
    preprint.refresh_from_db()
    assert preprint.published_as is None
    newest = Version.objects.get_for_object(preprint).first()
    assert newest.revision.get_comment().startswith("Went back")
