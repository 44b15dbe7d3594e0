from django.apps import AppConfig


class MedpayConfig(AppConfig):
    name = "medpay"

    def ready(self) -> None:
        from medpay import celery, checks  # noqa: F401, PLC0415  # registers the system checks, and where hints go
