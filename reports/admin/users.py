"""Accounts of the desk. Who administers them is no superuser, and gives the three roles and nothing beyond them.

An Administrator changes only accounts that administer none: nobody takes over their equal, nor gets past the
question for their own old password.
"""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static import admin as _recovery_codes  # noqa: F401  # registers, to be unregistered below
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp import admin as _apps  # noqa: F401  # as above
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports import actions
from reports.admin.second_factor import forget_devices
from reports.admin.site import Kept

if TYPE_CHECKING:
    AccountAdminBase = UserAdmin[User]
    AccountLogAdminBase = admin.ModelAdmin[LogEntry]
else:
    AccountAdminBase = UserAdmin
    AccountLogAdminBase = admin.ModelAdmin

READS_AUDIT: Final = "reports.view_decision"
BEYOND_ROLES: Final = ("is_superuser", "user_permissions")


class AccountAdmin(AccountAdminBase):
    heading = "Accounts"
    actions = ("remove_second_factor",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Access", {"fields": ("is_active", "is_staff", "groups")}),
        ("Beyond a role", {"fields": BEYOND_ROLES, "classes": ("collapse",)}),
    )
    filter_horizontal = ("user_permissions",)
    list_display = ("username", "roles", "is_active", "second_factor")
    list_filter = ("groups", "is_active")
    search_fields = ("username",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_device=Exists(device)).prefetch_related("groups")

    @admin.display(description="Roles")
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(["Superuser", *names] if user.is_superuser else names)

    @admin.display(description="Second factor", boolean=True)
    def second_factor(self, user: User) -> bool:
        return bool(getattr(user, "has_device", False))

    @admin.action(description="Remove the second factor (a lost phone)", permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        allowed = [user for user in queryset if self.has_change_permission(request, user)]
        removed = [user for user in allowed if forget_devices(user)]
        for user in removed:
            self.log_change(request, user, "Removed the second factor.")
        self.message_user(request, f"Second factor removed from {len(removed)} of {len(queryset)}.", messages.SUCCESS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Rights come with a role; what goes beyond one is a superuser's to give."""
        fields = list(super().get_readonly_fields(request, obj))
        return fields if _is_superuser(request) else [*fields, *BEYOND_ROLES]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of groups that are no role, those of the account can be kept or taken away, and no other given."""
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name == "groups" and not _is_superuser(request):
            assert request.resolver_match is not None
            account = request.resolver_match.kwargs.get("object_id")
            roles = Q(name__in=[role.name for role in actions.ROLES])
            kwargs["queryset"] = Group.objects.filter(roles | Q(user__in=[account])).distinct()
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RoleAdmin(GroupAdmin):
    """To be read: who could change a role could give every right there is, to himself too."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return _is_superuser(request)


class AccountLogAdmin(Kept, AccountLogAdminBase):
    """Who changed which account: Django writes it, whoever reads the audit reads it, nobody changes it."""

    heading = "Who changed accounts"
    actions = None
    list_display = ("action_time", "user", "account", "change")
    list_display_links = None
    list_select_related = ("user", "content_type")
    list_per_page = 100
    search_fields = ("=user__username", "=object_repr")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        return super().get_queryset(request).filter(content_type__app_label="auth", content_type__model="user")

    @admin.display(description="Account", ordering="object_repr")
    def account(self, entry: LogEntry) -> str:
        return entry.object_repr

    @admin.display(description="What was done")
    def change(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()

    def has_view_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return request.user.has_perm(READS_AUDIT)

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False


def _may_touch(request: HttpRequest, account: User | None) -> bool:
    return account is None or _is_superuser(request) or not _administers(account)


def _administers(account: User) -> bool:
    """Also one that is switched off, which `has_perm` would say can do nothing: it could be switched on."""
    given = Permission.objects.filter(Q(group__user=account) | Q(user=account))
    return account.is_superuser or given.filter(content_type__app_label="auth", codename="change_user").exists()


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


for model in (User, Group, TOTPDevice, StaticDevice):  # their own pages show keys, or let anybody become anything
    admin.site.unregister(model)
admin.site.register(User, AccountAdmin)
admin.site.register(Group, RoleAdmin)
admin.site.register(LogEntry, AccountLogAdmin)
