"""The form of the profile in the admin."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from common.images import reencoded


class ProfileForm(forms.ModelForm):
    """The profile; a photo is stored upright and without what a camera adds to it."""

    def clean_photo(self) -> Any:
        """Make an uploaded photo anew; refuse what is no sound picture."""
        photo = self.cleaned_data["photo"]
        if not isinstance(photo, UploadedFile):
            return photo
        photo.seek(0)
        picture = reencoded(photo)
        picture.file.name = f"portrait.{picture.extension}"
        return picture.file
