"""Keep no name beside the participant's own, which goes when somebody leaves."""

from django.db import migrations

from portal.timeline.permanent import AllowAgain, RefuseWhen
from quizzes.draws import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0001_initial'),
    ]

    operations = [
        AllowAgain(triggers.rules),
        migrations.RemoveField(model_name='winner', name='masked_name'),
        migrations.RemoveField(model_name='certificate', name='name'),
        RefuseWhen(triggers.rules),
    ]
