"""What is said about a text that is not a date, or that can be read as two."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EXAMPLES = gettext_lazy('Write for example "Aug 2023", "2023.8 - present" or "Spring 2021".')


class DateError(ValueError):
    """A text is not a date. The message is for the person who typed it.

    `problem` continues the sentence after the text ("is not a date: 13 is not a month").
    `advice` is a sentence that says what to write instead.
    """

    def __init__(self, text: str, problem: str, advice: str | Promise = EXAMPLES) -> None:
        self.problem = problem
        self.advice = advice
        start = text if len(text) <= 60 else f"{text[:57]}..."
        subject = f'"{start}"' if text else _("An empty text")
        super().__init__(f"{subject} {problem}. {advice}")


def describe_ambiguity(text: str, one: str, other: str) -> DateError:
    """Return the error for a text with two meanings, which offers both."""
    return DateError(
        text,
        _("can be read in two ways: %(one)s or %(other)s") % {"one": one, "other": other},
        _("Write the one you mean."),
    )
