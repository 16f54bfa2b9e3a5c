"""The field for dates: EDTF in the database, a CVDate in Python, any way of writing in a form."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given

from common.dates.cv_date import CVDate, DateError
from common.dates.fields import CVDateField, CVDateFormField
from profile.models import Award
from tests.common.dates.date_strategies import cv_dates

ONGOING = CVDate.from_edtf("2023-08/..")


class Row:
    """Takes the place of a row of a model."""

    def __init__(self, when):
        self.when = when


def field(**options):
    result = CVDateField(**options)
    result.set_attributes_from_name("when")
    return result


# In the database


@given(cv_dates)
def test_what_is_stored_comes_back_as_the_same_date(value):
    stored = field().get_prep_value(value)
    assert stored == value.edtf
    assert field().from_db_value(stored, None, None) == value


@pytest.mark.parametrize("blank", [None, "", " "])
def test_no_date_is_stored_as_the_empty_text(blank):
    assert field().get_prep_value(blank) == ""
    assert field().to_python(blank) is None


@pytest.mark.parametrize("stored", [None, ""])
def test_the_empty_text_means_no_date(stored):
    assert field().from_db_value(stored, None, None) is None


@pytest.mark.parametrize(
    ("assigned", "stored"),
    [("2023.8 - present", "2023-08/.."), ("2023-08/..", "2023-08/.."), (2018, "2018")],
)
def test_text_may_be_assigned_and_is_read_when_saved(assigned, stored):
    assert field().get_prep_value(assigned) == stored


def test_code_may_use_edtf_that_people_may_not_type():
    assert field().get_prep_value("2021-22") == "2021-22"
    with pytest.raises(ValidationError, match="two ways"):
        field().to_python("2021-22")


def test_a_text_that_is_not_a_date_is_not_saved():
    with pytest.raises(DateError, match='"soon" is not a date'):
        field().get_prep_value("soon")


def test_a_date_that_was_stored_as_people_write_it_is_read():
    assert field().from_db_value("2023.8 - present", None, None) == ONGOING


def test_a_stored_text_that_is_not_a_date_is_shown_and_kept_unchanged():
    value = field().from_db_value("soon <b>", None, None)
    assert value.display() == "soon <b>"
    assert value.html() == "soon &lt;b&gt;"
    assert field().get_prep_value(value) == "soon <b>"
    assert (value.start, value.end, value.iso, value.year) == (None, None, None, 0)
    assert not value.is_ongoing


def test_a_stored_text_that_is_not_a_date_sorts_as_the_oldest():
    soon = field().from_db_value("soon", None, None)
    until = CVDate.from_edtf("../1000")
    assert sorted([ONGOING, soon, until]) == [soon, until, ONGOING]


# In a model


def test_a_row_without_a_date_has_none():
    assert field().get_default() is None
    assert field(default="2023.8 - present").get_default() == ONGOING


def test_a_migration_names_only_what_is_unusual():
    assert field(blank=True).deconstruct() == (
        "when",
        "common.dates.fields.CVDateField",
        [],
        {"blank": True},
    )
    assert field(max_length=200).deconstruct()[3] == {"max_length": 200}


@given(cv_dates)
def test_what_is_serialised_is_read_as_the_same_date(value):
    assert field().to_python(field().value_to_string(Row(value))) == value


def test_no_date_is_serialised_as_the_empty_text():
    assert field().value_to_string(Row(None)) == ""


def test_cleaning_refuses_a_text_that_is_not_a_date_with_a_sentence():
    with pytest.raises(ValidationError, match="13 is not a month"):
        field().clean("2023.13", None)


def test_cleaning_refuses_no_date_unless_it_may_be_blank():
    assert field(blank=True).clean("", None) is None
    with pytest.raises(ValidationError, match="cannot be blank"):
        field().clean("", None)


def test_cleaning_measures_what_will_be_stored():
    assert field(max_length=10).clean("from August 2023 onwards", None) == ONGOING
    with pytest.raises(ValidationError, match="at most 10 characters"):
        field(max_length=10).clean("2018, 2019, 2020", None)


def test_it_is_a_text_column_of_the_usual_length():
    assert isinstance(field(), models.CharField)
    assert field().max_length == 100


@pytest.mark.django_db
def test_lookups_see_the_stored_edtf():
    Award.objects.create(title="Fellowship", when="2023.8 - present")
    Award.objects.create(title="Prize", when="Summer 2021")
    Award.objects.create(title="Medal")

    def found(**lookup):
        return [award.title for award in Award.objects.filter(**lookup)]

    assert found(when="2023-08/..") == found(when=ONGOING) == ["Fellowship"]
    assert found(when__in=["Aug 2023 – present"]) == ["Fellowship"]
    assert found(when="2021-22") == found(when__startswith="2021") == ["Prize"]
    assert found(when="") == ["Medal"]
    assert Award.objects.get(title="Fellowship").when == ONGOING
    assert Award.objects.get(title="Medal").when is None


# In a form


class DateForm(forms.Form):
    when = field(blank=True).formfield()


def test_a_form_begins_with_the_date_as_its_readers_see_it():
    html = str(DateForm(initial={"when": ONGOING})["when"])
    assert 'value="Aug 2023 – present"' in html


def test_a_form_shows_what_was_typed_when_it_is_refused():
    form = DateForm({"when": "2023.13"})
    assert 'value="2023.13"' in str(form["when"])
    assert form.errors["when"] == [
        '"2023.13" is not a date: 13 is not a month. '
        'Write for example "Aug 2023", "2023.8 - present" or "Spring 2021".'
    ]


@pytest.mark.parametrize(("typed", "value"), [("2023.8 - present", ONGOING), (" ", None)])
def test_a_form_gives_the_date(typed, value):
    form = DateForm({"when": typed})
    assert form.is_valid()
    assert form.cleaned_data["when"] == value


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (ONGOING, "2023.8 - present", False),
        (ONGOING, "Aug 2023 – present", False),
        ("2023-08/..", "since August 2023", False),
        (None, "", False),
        (ONGOING, "2023.9 - present", True),
        (ONGOING, "", True),
        (None, "2023", True),
        (ONGOING, "soon", True),
        ("soon", "2023", True),
    ],
)
def test_the_same_date_in_other_words_is_no_change(initial, typed, changed):
    assert CVDateFormField(required=False).has_changed(initial, typed) is changed


def test_the_form_shows_an_example():
    plain = DateForm()["when"]
    assert 'placeholder="Aug 2023 – present"' in str(plain)
    assert "2023.8 - present" in plain.help_text
    assert field(help_text="Such as: 2018").formfield().help_text == "Such as: 2018"


def test_what_is_typed_may_be_longer_than_what_is_stored():
    assert "maxlength" not in str(DateForm()["when"])
