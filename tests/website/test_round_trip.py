"""Whatever the forms accept is dumped, loaded into an empty site, and dumped to the same bytes."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.website.site_strategies import fill
from tests.website.test_dump import empty_the_site
from website import content_file

pytestmark = pytest.mark.django_db

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@given(st.data())
@settings(
    max_examples=settings.default.max_examples // 4,
    suppress_health_check=SLOW,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole site takes minutes
)
def test_any_site_comes_back_byte_for_byte(data):
    with transaction.atomic():
        fill(data.draw)
        dumped = content_file.dump()
        again = content_file.load(dumped)
        assert {outcome for counts in again.counts.values() for outcome in counts} <= {"unchanged"}
        assert content_file.dump() == dumped
        empty_the_site()
        content_file.load(dumped)
        assert content_file.dump() == dumped
        transaction.set_rollback(True)
