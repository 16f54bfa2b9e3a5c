"""``manage.py make_pictures``: the sizes of all pictures, where they are missing."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from common.media.pictures import PictureField
from website.operations.schema import require_database


class Command(BaseCommand):
    """Makes what the pages show of each picture, from its upload."""

    help = (
        "Make the smaller sizes of pictures where they are missing: after uploads were copied by "
        "hand, or after the folder uploads/sizes was deleted to have them made anew."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the pictures of all rows, and report."""
        require_database()
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, PictureField):
                    self._make(field)

    def _make(self, field: PictureField) -> None:
        rows = field.model._base_manager
        for row in rows.exclude(**{field.name: ""}):
            picture = getattr(row, field.name)
            made = picture.make_sizes()
            size = {column: getattr(row, column) for column in field.size_columns}
            rows.filter(pk=row.pk, **{field.name: picture.name}).update(**size)
            if picture.dimensions:
                self.stdout.write(f"{picture.name}: {made} made")
            else:
                self.stdout.write(
                    f"{picture.name}: not among the uploads, or damaged; no page shows it"
                )
