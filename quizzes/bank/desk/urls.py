"""Addresses of the bank in the CMS, below `/cms/quizzes/questions/`."""

from django.urls import path

from quizzes.bank.desk import cases, editing, pools, questions

app_name = "bank_desk"
urlpatterns = [
    path("", questions.index, name="index"),
    path("to-review/", questions.queue, name="queue"),
    path("cases/", cases.index, name="cases"),
    path("many/", questions.act_on_many, name="act_on_many"),
    path("new/<slug:kind>/", editing.add, name="add"),
    path("<int:pk>/", questions.question, name="question"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/<slug:verb>/", questions.act, name="act"),
    path("pools/", pools.index, name="pools"),
    path("pools/new/", pools.add, name="add_pool"),
    path("pools/<int:pk>/", pools.pool, name="pool"),
    path("pools/<int:pk>/fill/", pools.fill, name="fill_pool"),
]
