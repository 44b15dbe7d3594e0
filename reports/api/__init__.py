"""The API of people's reports. It takes the same road as the pages; programs get the same answers."""

from reports.api.parents import (
    PayerStatisticsCsvView,
    PayerStatisticsView,
    ReasonStatisticsCsvView,
    ReasonStatisticsView,
)
from reports.api.reading import PublishedView, StatisticsCsvView, StatisticsView
from reports.api.receiving import CorrectView, LookupView, ReportsView, UpdateView, WithdrawView
from reports.api.serializers import FactsSerializer
from reports.api.transparency import TransparencyView

__all__ = [
    "CorrectView",
    "FactsSerializer",
    "LookupView",
    "PayerStatisticsCsvView",
    "PayerStatisticsView",
    "PublishedView",
    "ReasonStatisticsCsvView",
    "ReasonStatisticsView",
    "ReportsView",
    "StatisticsCsvView",
    "StatisticsView",
    "TransparencyView",
    "UpdateView",
    "WithdrawView",
]
