from django.urls import path

from reports import api, views

pages = [
    path("codes/<str:code>/statistics/", views.statistics, name="statistics"),
    path("codes/<str:code>/report/", views.report_form, name="report_code"),
    path("report/", views.report_form, name="report"),
    path("receipt/", views.receipt, name="receipt"),
]

programs = [
    path("reports/", api.ReportsView.as_view()),
    path("receipts/lookup/", api.LookupView.as_view()),
    path("receipts/update/", api.UpdateView.as_view()),
    path("receipts/correct/", api.CorrectView.as_view()),
    path("receipts/withdraw/", api.WithdrawView.as_view()),
    path("statistics/", api.PublishedView.as_view()),
    path("codes/<str:code>/statistics/", api.StatisticsView.as_view(), name="api_statistics"),
    path("codes/<str:code>/statistics.csv", api.StatisticsCsvView.as_view(), name="api_statistics_csv"),
]
