"""The API of people's reports. It takes the same road as the pages; programs get the same answers."""

from reports.api.reading import PublishedView, StatisticsCsvView, StatisticsView
from reports.api.receiving import CorrectView, LookupView, ReportsView, UpdateView, WithdrawView
from reports.api.serializers import FactsSerializer

__all__ = [
    "CorrectView",
    "FactsSerializer",
    "LookupView",
    "PublishedView",
    "ReportsView",
    "StatisticsCsvView",
    "StatisticsView",
    "UpdateView",
    "WithdrawView",
]
