"""The year of a paper, computed so that a text which is no date stops no database.

A computed column cannot be changed, so it is made anew.
"""

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Cast, NullIf, Replace, Substr
from django.db.models.lookups import Exact


def first_four():
    """Return what stands where the first year of EDTF does."""
    return Substr(Replace(Replace("when", Value("{"), Value("")), Value("../"), Value("")), 1, 4)


class Migration(migrations.Migration):
    dependencies = [("publications", "0003_look_into_uploaded_files")]

    operations = [
        migrations.RemoveIndex("publication", "publication_year"),
        migrations.RemoveField("publication", "year"),
        migrations.AddField(
            "publication",
            "year",
            models.GeneratedField(
                expression=models.Case(
                    models.When(
                        Exact(
                            models.Func(
                                first_four(),
                                Value("0123456789"),
                                function="LTRIM",
                                output_field=models.CharField(),
                            ),
                            Value(""),
                        ),
                        then=Cast(NullIf(first_four(), Value("")), models.IntegerField()),
                    ),
                    default=Value(0),
                ),
                output_field=models.IntegerField(null=True),
                db_persist=True,
            ),
        ),
        migrations.AddIndex("publication", models.Index(fields=["year"], name="publication_year")),
    ]
