from io import StringIO

from django.core.management import call_command


def load(**options: object) -> str:
    """Load the county with small pictures and no films; return what the command says."""
    screen = StringIO()
    quick = {"picture_width": 64, "films": "none", "stderr": StringIO()}
    call_command("load_demo", **{**quick, **options}, stdout=screen)
    return screen.getvalue()
