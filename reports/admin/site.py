"""The desk as a whole: it opens on the queue, and asks for a second factor where there is one or must be one."""

from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Kept:
    """Of an admin whose rows come and go elsewhere: nobody adds or deletes one by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def moderator_of(request: HttpRequest) -> "User":
    """Who asks; the desk lets nobody else in."""
    return request.user  # type: ignore[return-value]


class Desk(AdminSite):
    site_header = site_title = "medpay moderation"
    index_title = "The desk"
    enable_nav_sidebar = False  # the line of links on top is enough, and works on a phone too

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002  # Django's
        """An address that holds a NUL is refused: lists would hand it to the database, which knows no such text."""
        allowed = super().admin_view(view, cacheable)

        @wraps(view)
        def readable(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any("\x00" in text for name, texts in request.GET.lists() for text in (name, *texts)):
                raise BadRequest
            return allowed(request, *args, **kwargs)

        return readable

    def has_permission(self, request: HttpRequest) -> bool:
        return self.is_staff(request) and not self.lacks_second_factor(request)

    def is_staff(self, request: HttpRequest) -> bool:
        """Whether a password was enough so far."""
        return super().has_permission(request)

    def lacks_second_factor(self, request: HttpRequest) -> bool:
        """Whoever enrolled a device needs it from then on, also where nobody has to."""
        user: Any = request.user  # `is_verified` is of the middleware
        return not user.is_verified() and (settings.REQUIRE_TOTP or has_device(user))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from reports.admin.signing_in import SignInForm  # noqa: PLC0415  # needs the model of users

        if request.method == "GET" and self.is_staff(request) and self.lacks_second_factor(request):
            wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
            query = f"?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if wanted else ""
            return redirect(reverse("admin:second_factor") + query)
        self.login_form = SignInForm
        return super().login(request, extra_context)

    def index(  # type: ignore[override]  # a redirect to the queue
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.user.has_perm("reports.view_report"):
            return redirect("admin:reports_report_changelist")
        return super().index(request, extra_context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from reports.admin.second_factor import urls  # noqa: PLC0415  # needs the site itself

        return [*urls(self), *super().get_urls()]


def has_device(user: Any) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())
