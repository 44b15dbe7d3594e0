"""The second factor: a code from an app, or one of ten recovery codes. Nothing is sent to anybody."""

import base64
import datetime
import math
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp import login as remember_device
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

if TYPE_CHECKING:
    from reports.admin.site import Desk

RECOVERY_CODES: Final = 10
NAME: Final = "app"
WRONG: Final = "This code does not fit. Wait for the next one and check that the clock of your phone is right."

View = Callable[["Desk", HttpRequest], HttpResponse]


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split()).lower()


def urls(desk: "Desk") -> list[URLPattern]:
    return [
        path("second-factor/", _for_staff(desk, second_factor), name="second_factor"),
        path("second-factor/enrol/", _for_staff(desk, enrol), name="second_factor_enrol"),
        path("second-factor/codes/", require_POST(_for_staff(desk, renew_codes)), name="second_factor_codes"),
        path("second-factor/remove/", require_POST(_for_staff(desk, remove)), name="second_factor_remove"),
    ]


def _for_staff(desk: "Desk", view: View) -> Callable[[HttpRequest], HttpResponse]:
    """For whoever gave a password, with or without the second factor."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not desk.is_staff(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(desk, request)

    return guarded


def second_factor(desk: "Desk", request: HttpRequest) -> HttpResponse:
    """Asks for a code where one is due; else says how things stand."""
    device = _device(request)
    if device is None and desk.lacks_second_factor(request):
        return redirect("admin:second_factor_enrol")
    if device is None or _is_verified(request):
        left = StaticToken.objects.filter(device__user=request.user).count()
        return _page(desk, request, "status", {"device": device, "codes_left": left})
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _fits(request, form, device):
        return redirect(_wanted(request))
    return _page(desk, request, "enter", {"form": form, "next": _wanted(request)})


def enrol(desk: "Desk", request: HttpRequest) -> HttpResponse:
    """A device of one's own, in use once a code of it was given. A second one needs the first."""
    if _device(request):
        return redirect("admin:second_factor")
    device, _ = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": NAME})
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_of(request, form, device):
        device.refresh_from_db()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        remember_device(request, device)
        return _page(desk, request, "codes", {"codes": _new_codes(request.user)})
    return _page(desk, request, "enrol", {"form": form, "secret": secret_of(device), "qr": qr_of(device)})


def renew_codes(desk: "Desk", request: HttpRequest) -> HttpResponse:
    if not _is_verified(request):
        return redirect("admin:second_factor")
    return _page(desk, request, "codes", {"codes": _new_codes(request.user)})


def remove(desk: "Desk", request: HttpRequest) -> HttpResponse:
    """Only who has the device may put it away; who lost it asks an administrator."""
    if _is_verified(request):
        forget_devices(request.user)
        messages.success(request, "The second factor is removed.")
    return redirect("admin:second_factor")


@transaction.atomic
def forget_devices(user: Any) -> int:
    """How many apps were forgotten; recovery codes go with them."""
    StaticDevice.objects.filter(user=user).delete()
    devices = TOTPDevice.objects.filter(user=user)
    count: int = devices.filter(confirmed=True).count()
    devices.delete()
    return count


def secret_of(device: TOTPDevice) -> str:
    """To be typed, in groups of four."""
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def qr_of(device: TOTPDevice) -> SafeString:
    """An SVG element without style; on white also in the dark, so that a camera can read it."""
    drawn = segno.make(device.config_url, micro=False).svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308  # drawn by segno, which writes nothing of the text into it


@transaction.atomic
def _new_codes(user: Any) -> list[str]:
    """Shown once; those before them are void."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=NAME)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _fits(request: HttpRequest, form: CodeForm, device: TOTPDevice) -> bool:
    """Six digits are the app's, anything else a recovery code, which then is used up."""
    if form.cleaned_data["code"].isdigit():
        return _is_of(request, form, device)
    recovery = StaticDevice.objects.filter(user=request.user).first()
    if recovery is None:
        form.add_error("code", WRONG)
        return False
    return _is_of(request, form, recovery)


def _is_of(request: HttpRequest, form: CodeForm, device: TOTPDevice | StaticDevice) -> bool:
    """Each wrong code doubles the wait for the next try; only who knows the password gets this far."""
    allowed, why_not = device.verify_is_allowed()
    if not allowed:
        form.add_error("code", _too_soon(why_not["failure_count"], why_not["locked_until"]))
        return False
    verified = verify_token(request.user, device.persistent_id, form.cleaned_data["code"])
    if verified is None:
        form.add_error("code", WRONG)
        return False
    remember_device(request, verified)
    return True


def _too_soon(wrong: int, until: datetime.datetime) -> str:
    seconds = max(1, math.ceil((until - timezone.now()).total_seconds()))
    given = "A wrong code was given just now." if wrong == 1 else f"{wrong} wrong codes were given in a row."
    return f"{given} Wait {seconds:,} second{'s' * (seconds > 1)}, then try again."


def _device(request: HttpRequest) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=request.user, confirmed=True).first()


def _is_verified(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_verified())


def _wanted(request: HttpRequest) -> str:
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("admin:index")


def _page(desk: "Desk", request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    everything = {**desk.each_context(request), "title": "Second factor", **context}
    return TemplateResponse(request, f"admin/second_factor/{name}.html", everything)
