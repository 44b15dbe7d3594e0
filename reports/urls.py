from django.urls import path

from reports import api, views

pages = [
    path("codes/<str:code>/statistics/", views.statistics, name="statistics"),
    path("codes/<str:code>/report/", views.report_form, name="report_code"),
    path("codes/<str:code>/feed/", views.CodeFeed(), name="feed_code"),
    path("codes/<str:code>/badge.svg", views.badge_image, name="badge"),
    path("payers/<str:slug>/feed/", views.PayerFeed(), name="feed_payer"),
    path("feed/", views.SiteFeed(), name="feed"),
    path("report/rules.json", views.screening_rules, name="screening_rules"),
    path("report/choices.json", views.choices, name="report_choices"),
    path("report/upload/", views.upload, name="report_upload"),
    path("report/upload/template.csv", views.upload_template, name="report_upload_template"),
    path("report/challenge/", views.proof_challenge, name="proof_challenge"),
    path("report/", views.report_form, name="report"),
    path("receipt/", views.receipt, name="receipt"),
    path("transparency/", views.transparency, name="transparency"),
    path("wrong/", views.wrong, name="wrong"),
    path("wrong/answer/", views.wrong_answer, name="wrong_answer"),
]

programs = [
    path("reports/", api.ReportsView.as_view()),
    path("receipts/lookup/", api.LookupView.as_view()),
    path("receipts/update/", api.UpdateView.as_view()),
    path("receipts/correct/", api.CorrectView.as_view()),
    path("receipts/withdraw/", api.WithdrawView.as_view()),
    path("statistics/", api.PublishedView.as_view()),
    path("transparency/", api.TransparencyView.as_view()),
    path("codes/<str:code>/statistics/", api.StatisticsView.as_view(), name="api_statistics"),
    path("codes/<str:code>/statistics.csv", api.StatisticsCsvView.as_view(), name="api_statistics_csv"),
    path("payers/<str:slug>/statistics/", api.PayerStatisticsView.as_view(), name="api_payer_statistics"),
    path("payers/<str:slug>/statistics.csv", api.PayerStatisticsCsvView.as_view(), name="api_payer_statistics_csv"),
    path("reasons/<str:code>/statistics/", api.ReasonStatisticsView.as_view(), name="api_reason_statistics"),
    path("reasons/<str:code>/statistics.csv", api.ReasonStatisticsCsvView.as_view(), name="api_reason_statistics_csv"),
]
