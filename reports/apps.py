from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class DeskConfig(admin.AdminConfig):
    default = False
    default_site = "reports.admin.site.Desk"

    def ready(self) -> None:
        """The site stands in the package that registers with it: whoever else comes first would make a second one."""
        import_module("reports.admin")
        super().ready()


class ReportsConfig(AppConfig):
    name = "reports"
    default = True

    def ready(self) -> None:
        from reports import checks  # noqa: F401, PLC0415  # registers the system checks
