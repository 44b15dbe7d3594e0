"""The three roles of the desk, as groups of permissions."""

from typing import Final, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

DECIDES: Final = ("reports.view_report", "reports.decide", "reports.view_objection", "reports.change_objection")
DECIDES_LAST: Final = ("reports.decide_escalated", "reports.view_decision", "reports.export_decision")
ADMINISTERS: Final = (
    "auth.view_user",
    "auth.add_user",
    "auth.change_user",
    "auth.view_group",
    "reports.view_correction",
    "reports.add_correction",
    "reports.change_correction",
    "reports.delete_correction",
)


class Role(NamedTuple):
    name: str
    permissions: tuple[str, ...]


ROLES: Final = (
    Role("Moderator", DECIDES),
    Role("Senior", DECIDES + DECIDES_LAST),
    Role("Administrator", DECIDES + DECIDES_LAST + ADMINISTERS),
)


@transaction.atomic
def make_roles() -> None:
    """Makes the groups, and gives each what it lacks; what a superuser added stays. Harmless when run again."""
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.add(*_permissions(role.permissions))


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for name in names:
        app, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))
