"""Addresses of imports and exports in the CMS, below `/cms/quizzes/questions/`."""

from django.urls import path

from quizzes.bank.desk import exporting, importing

app_name = "bank_files"
urlpatterns = [
    path("import/", importing.import_file, name="import"),
    path("import/confirm/", importing.confirm, name="confirm"),
    path("import/template.xlsx", importing.template, name="template"),
    path("export/", exporting.export, name="export"),
]
