from django.urls import path

from codes import views

pages = [
    path("codes/", views.index, name="codes"),
]
