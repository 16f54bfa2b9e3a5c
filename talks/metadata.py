"""Upcoming presentations in schema.org's vocabulary."""

from common.metadata import Data, make_person_id
from common.text.markdown import render_plain
from common.text.plain_math import write_in_unicode
from common.urls.site_url import Absolute
from talks.models import Presentation


def describe_event(presentation: Presentation, speaker: str, absolute: Absolute) -> Data:
    """Describe a presentation; ``speaker`` is the name of the site's owner."""
    talk = presentation.talk
    starts_at, ends_at = presentation.starts_at, presentation.ends_at
    start, end = presentation.when.spans[0] if presentation.when else (None, None)
    return {
        "@type": "Event",
        "name": write_in_unicode(talk.title),
        "description": render_plain(talk.abstract),
        "startDate": starts_at.isoformat() if starts_at else start and start.iso,
        "endDate": ends_at.isoformat() if ends_at else end and end != start and end.iso,
        "location": {
            "@type": "Place",
            "name": presentation.place,
            "address": presentation.location,
        },
        "performer": {"@type": "Person", "@id": make_person_id(absolute), "name": speaker},
        "url": absolute(talk.get_absolute_url()),
        "sameAs": presentation.url,
    }
