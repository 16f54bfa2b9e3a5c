"""``manage.py make_pictures``: create missing sizes of pictures."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from common.media.pictures import PictureField
from website.operations.schema import require_database


class Command(BaseCommand):
    """Creates the smaller pictures that pages show, from the uploads."""

    help = (
        "Create missing sizes of pictures: after you copied uploads by hand, or deleted the folder "
        "uploads/sizes to have all of them created again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, PictureField):
                    self._make_sizes(field)

    def _make_sizes(self, field: PictureField) -> None:
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
                    f"{picture.name}: missing from the uploads, or damaged; no page shows it"
                )
