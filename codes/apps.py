from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "codes"

    def ready(self) -> None:
        from codes import checks  # noqa: F401, PLC0415  # registers the system check
