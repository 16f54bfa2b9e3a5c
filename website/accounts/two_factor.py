"""The second step of signing in: a code from the phone (TOTP, RFC 6238), or a recovery code.

django-otp keeps the devices and checks the codes; a code is accepted once, and one step of 30 s
early or late. The secret of the phone is stored as it is, as codes cannot be checked without
it; of recovery codes there is a digest.
"""

import hashlib
import secrets
from base64 import b32encode

import segno
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from website.accounts.models import User
from website.accounts.throttle import Step

RECOVERY_CODES = 10
# Crockford's alphabet, without letters that look like digits; 16 of them are 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("OIL", "011")


def is_on(user: User) -> bool:
    """Say whether signing in to this account takes a second step."""
    return phone_of(user) is not None


def phone_of(user: User) -> TOTPDevice | None:
    """Return what makes the user's codes, or None where there is one step alone."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def awaited_phone_of(user: User) -> TOTPDevice | None:
    """Return what was begun to be switched on, and has not shown a right code yet."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


@transaction.atomic
def begin(user: User) -> TOTPDevice:
    """Make a new secret, in place of one that was begun before; nothing is on yet."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="Phone", confirmed=False)


@transaction.atomic
def switch_on(user: User, device: TOTPDevice) -> list[str]:
    """Ask for codes of this device from now on; return the recovery codes, which are shown once.

    All sessions of the user end.
    """
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    user.end_sessions()
    return new_recovery_codes(user)


@transaction.atomic
def switch_off(user: User) -> None:
    """Forget the phone and the recovery codes: a password is enough. All sessions end."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    user.end_sessions()


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Make ten new codes in place of the old ones, and return them: ``7K2M-Q9XR-...``."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Recovery codes")
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(16)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(c)) for c in codes)
    return ["-".join(in_fours(code)) for code in codes]


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes can still be used."""
    return StaticToken.objects.filter(device__user=user).count()


def accepts(user: User, step: Step, code: str) -> bool:
    """Say whether the code is right, and use it up if it is."""
    if step == Step.RECOVERY_CODE:
        device = StaticDevice.objects.filter(user=user).first()
        return device is not None and _accepted_by(device, _digest(code))
    device = phone_of(user)
    return device is not None and phone_accepts(device, code)


def phone_accepts(device: TOTPDevice, code: str) -> bool:
    """Say whether the six digits are those that the device shows now, and use them up if so."""
    return _accepted_by(device, "".join(code.split()))


def qr_code(device: TOTPDevice) -> SafeString:
    """Return the drawing that an authenticator app reads, as inline SVG."""
    drawing = segno.make(device.config_url, micro=False)
    return mark_safe(  # noqa: S308 - of squares alone
        drawing.svg_inline(light="#fff", svgclass="qr-code", omitsize=True)
    )


def typed_secret(device: TOTPDevice) -> str:
    """Return the secret for who types it into the app: ``JBSW Y3DP ...``."""
    return " ".join(in_fours(b32encode(device.bin_key).decode()))


def in_fours(text: str) -> list[str]:
    """Divide into groups of four, as people copy them without a slip."""
    return [text[start : start + 4] for start in range(0, len(text), 4)]


def _accepted_by(device: TOTPDevice | StaticDevice, code: str) -> bool:
    # Locks the row, so that one code sent twice at the same moment is accepted once.
    return verify_token(device.user, device.persistent_id, code) is not None


def _digest(code: str) -> str:
    """Return what is stored of a recovery code; case, spaces and hyphens do not matter.

    80 random bits need no slow hash. django-otp has room for 16 characters.
    """
    plain = "".join(sign for sign in code.upper() if sign.isalnum()).translate(READ_AS)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
