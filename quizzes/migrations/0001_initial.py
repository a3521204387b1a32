import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.timeline.permanent import RefuseChanges


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0002_streets_and_places'),
        ('images', '0002_initial'),
        ('media', '0002_initial'),
        ('publicity', '0005_newsroom'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('name', models.CharField(max_length=20, verbose_name='怎么称呼')),
                ('shown_name', models.CharField(max_length=20, verbose_name='榜上显示')),
                ('is_minor', models.BooleanField(default=False, verbose_name='不满十四周岁')),
                ('guardian_agreed_at', models.DateTimeField(null=True, verbose_name='监护人同意时间')),
                ('joined_at', models.DateTimeField(verbose_name='报名时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='退出时间')),
                ('form_key_hash', models.CharField(editable=False, max_length=64)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.area', verbose_name='片区')),
            ],
            options={
                'verbose_name': '参赛人',
                'verbose_name_plural': '参赛人',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='QuestionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('kind', models.CharField(choices=[('single', '单选'), ('multiple', '多选'), ('true_false', '判断'), ('fill', '填空'), ('ordering', '排序'), ('matching', '连线'), ('case', '情景判断')], max_length=20, verbose_name='题型')),
                ('topic', models.CharField(choices=[('civility', '文明礼仪'), ('campaign', '双创知识'), ('law', '法律法规'), ('health', '健康知识')], max_length=20, verbose_name='类别')),
                ('difficulty', models.PositiveSmallIntegerField(choices=[(1, '容易'), (2, '较易'), (3, '中等'), (4, '较难'), (5, '难')], verbose_name='难度')),
                ('stem', models.TextField(verbose_name='题干')),
                ('content', models.JSONField(verbose_name='选项和答案')),
                ('explanation', models.TextField(blank=True, verbose_name='解析')),
                ('image_alt', models.CharField(blank=True, max_length=200, verbose_name='图片说明')),
                ('case_number', models.CharField(blank=True, max_length=60, verbose_name='案例编号')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='有效至')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='写成时间')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='question_versions', to='publicity.clause', verbose_name='依据条款')),
                ('film', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.recording', verbose_name='短片')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='images.picture', verbose_name='图片')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='出题人')),
            ],
            options={
                'verbose_name': '题目版本',
                'verbose_name_plural': '题目版本',
                'ordering': ['question', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('ready', '可用'), ('needs_review', '待复核'), ('retired', '停用')], default='draft', max_length=20, verbose_name='状态')),
                ('topic', models.CharField(choices=[('civility', '文明礼仪'), ('campaign', '双创知识'), ('law', '法律法规'), ('health', '健康知识')], max_length=20, verbose_name='类别')),
                ('kind', models.CharField(choices=[('single', '单选'), ('multiple', '多选'), ('true_false', '判断'), ('fill', '填空'), ('ordering', '排序'), ('matching', '连线'), ('case', '情景判断')], max_length=20, verbose_name='题型')),
                ('difficulty', models.PositiveSmallIntegerField(choices=[(1, '容易'), (2, '较易'), (3, '中等'), (4, '较难'), (5, '难')], default=2, verbose_name='难度')),
                ('doubt', models.CharField(blank=True, max_length=200, verbose_name='为什么要复核')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建题时间')),
            ],
            options={
                'verbose_name': '题目',
                'verbose_name_plural': '题库',
                'ordering': ['code'],
                'permissions': [('import_question', '导入导出题目'), ('approve_question', '审定题目可用')],
            },
        ),
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='网址名')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('number_prefix', models.CharField(help_text='证书号从这里来，例如LX-QZ-2026-03。', max_length=20, unique=True, verbose_name='编号')),
                ('summary', models.CharField(max_length=200, verbose_name='一句话介绍')),
                ('opens_at', models.DateTimeField(verbose_name='开始')),
                ('closes_at', models.DateTimeField(verbose_name='结束')),
                ('eligibility', models.TextField(verbose_name='谁可以参加')),
                ('scoring_note', models.TextField(blank=True, verbose_name='怎么算分和排名次')),
                ('prizes', models.TextField(blank=True, help_text='没有奖的请写明没有奖。', verbose_name='奖项、数量和中奖机会')),
                ('naming', models.TextField(verbose_name='名单怎么公布')),
                ('privacy', models.TextField(verbose_name='个人信息怎么用')),
                ('appeals', models.TextField(verbose_name='对成绩有疑问怎么办')),
                ('contact', models.CharField(max_length=60, verbose_name='咨询电话')),
                ('is_for_prizes', models.BooleanField(default=False, help_text='有奖的，正式赛前要验证手机号，也不提供延长时间的版本。', verbose_name='有奖')),
                ('has_units', models.BooleanField(default=False, verbose_name='设单位榜')),
                ('least_per_unit', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1)], verbose_name='单位上榜最少人数')),
                ('certificate_from', models.PositiveSmallIntegerField(blank=True, help_text='百分制。留空不发。', null=True, verbose_name='多少分发证书')),
                ('preview_days', models.PositiveSmallIntegerField(default=3, verbose_name='公示天数')),
                ('preview_until', models.DateTimeField(editable=False, null=True, verbose_name='公示截止')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('reviewing', '成绩复核'), ('preview', '结果公示'), ('final', '结果确定'), ('cancelled', '已取消')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('co_organisers', models.ManyToManyField(blank=True, related_name='+', to='directory.unit', verbose_name='协办单位')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='images.picture', verbose_name='配图')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='directory.unit', verbose_name='主办单位')),
            ],
            options={
                'verbose_name': '竞赛',
                'verbose_name_plural': '竞赛',
                'ordering': ['-opens_at'],
                'permissions': [('publish_contest', '发布竞赛和结果'), ('judge_attempt', '核答卷、处理申诉'), ('export_contest', '导出竞赛名单')],
            },
        ),
        migrations.CreateModel(
            name='ParticipantContact',
            fields=[
                ('participant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contact', serialize=False, to='quizzes.participant')),
                ('phone', models.CharField(max_length=11, verbose_name='手机号')),
                ('phone_hash', models.CharField(max_length=64)),
                ('is_guardians', models.BooleanField(default=False, verbose_name='监护人的手机号')),
                ('consented_at', models.DateTimeField(verbose_name='同意时间')),
                ('consent_text', models.TextField(verbose_name='同意时看到的说明')),
                ('verified_at', models.DateTimeField(null=True, verbose_name='验证时间')),
                ('delete_on', models.DateField(db_index=True, verbose_name='删除日期')),
            ],
            options={
                'verbose_name': '联系方式',
                'verbose_name_plural': '联系方式',
                'permissions': [('reveal_participantcontact', '查看参赛人联系方式')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PhoneCode',
            fields=[
                ('participant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='phone_code', serialize=False, to='quizzes.participant')),
                ('code_hash', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('n_tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='contest',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='quizzes.contest', verbose_name='竞赛'),
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('nth_of_day', models.PositiveSmallIntegerField(verbose_name='当天第几次')),
                ('nth', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('state', models.CharField(choices=[('in_progress', '正在作答'), ('submitted', '已交卷'), ('expired', '到时自动交卷'), ('abandoned', '已放弃'), ('flagged', '待核'), ('cleared', '核过无碍'), ('void', '作废')], default='in_progress', max_length=20, verbose_name='状态')),
                ('started_at', models.DateTimeField(verbose_name='开始')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='到时')),
                ('closes_at', models.DateTimeField(verbose_name='含宽限')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='交卷')),
                ('is_extended', models.BooleanField(default=False, verbose_name='长辈版时间')),
                ('n_questions', models.PositiveSmallIntegerField(verbose_name='题数')),
                ('n_right', models.PositiveSmallIntegerField(default=0, verbose_name='答对')),
                ('score', models.DecimalField(decimal_places=2, default=0, max_digits=7, verbose_name='得分')),
                ('most', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='满分')),
                ('seconds', models.DecimalField(blank=True, decimal_places=3, max_digits=9, null=True, verbose_name='用时（秒）')),
                ('network_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('agent_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='quizzes.participant', verbose_name='参赛人')),
            ],
            options={
                'verbose_name': '答卷',
                'verbose_name_plural': '答卷',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PracticeCount',
            fields=[
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='practice', serialize=False, to='quizzes.questionversion')),
                ('n', models.PositiveIntegerField(default=0, verbose_name='答题次数')),
                ('n_right', models.PositiveIntegerField(default=0, verbose_name='答对次数')),
            ],
            options={
                'verbose_name': '练习计数',
                'verbose_name_plural': '练习计数',
            },
        ),
        migrations.CreateModel(
            name='AttemptItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='题号')),
                ('order', models.JSONField(default=list)),
                ('points', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='分值')),
                ('shown_at', models.DateTimeField(null=True)),
                ('answer', models.JSONField(null=True, verbose_name='作答')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='作答时间')),
                ('n_saves', models.PositiveSmallIntegerField(default=0, verbose_name='改了几次')),
                ('earned', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='得分')),
                ('is_right', models.BooleanField(null=True, verbose_name='答对')),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='quizzes.attempt')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempt_items', to='quizzes.questionversion')),
            ],
            options={
                'verbose_name': '答题',
                'verbose_name_plural': '答题',
                'ordering': ['attempt', 'position'],
            },
        ),
        migrations.AddField(
            model_name='questionversion',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='quizzes.question', verbose_name='题目'),
        ),
        migrations.AddField(
            model_name='question',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quizzes.questionversion', verbose_name='现行版本'),
        ),
        migrations.CreateModel(
            name='Pool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('slug', models.SlugField(blank=True, help_text='写上以后，居民可以拿这一组练习。竞赛要用的题组请留空。', max_length=60, null=True, unique=True, verbose_name='网址名')),
                ('questions', models.ManyToManyField(blank=True, related_name='pools', to='quizzes.question', verbose_name='题目')),
            ],
            options={
                'verbose_name': '题组',
                'verbose_name_plural': '题组',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('kind', models.CharField(choices=[('practice', '练习'), ('official', '正式')], default='official', max_length=20, verbose_name='性质')),
                ('title', models.CharField(max_length=40, verbose_name='名称')),
                ('opens_at', models.DateTimeField(verbose_name='开始')),
                ('closes_at', models.DateTimeField(verbose_name='结束')),
                ('attempts_per_day', models.PositiveSmallIntegerField(default=1, help_text='0是不限。', verbose_name='每天几次')),
                ('attempts_in_all', models.PositiveSmallIntegerField(default=1, help_text='0是不限。', verbose_name='一共几次')),
                ('time_limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='全卷限时（秒）')),
                ('question_limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='每题限时（秒）')),
                ('grace', models.PositiveSmallIntegerField(default=5, help_text='到时以后，网络慢还来得及的几秒。', verbose_name='宽限（秒）')),
                ('extension', models.DecimalField(decimal_places=1, default=1, help_text='没有奖的阶段可以大于1；0是不限时（AC-22、QZ-09）。', max_digits=3, verbose_name='长辈版时间倍数')),
                ('are_questions_shuffled', models.BooleanField(default=True, verbose_name='打乱题目')),
                ('are_options_shuffled', models.BooleanField(default=True, verbose_name='打乱选项')),
                ('avoids_seen', models.BooleanField(default=True, verbose_name='不出答过的题')),
                ('mark_rule', models.CharField(choices=[('exact', '全对得分，多选、少选、错选都不得分'), ('half', '全对得满分，少选得一半，错选不得分')], default='exact', max_length=20, verbose_name='多选怎么算')),
                ('keeps', models.CharField(choices=[('best', '取最好的一次'), ('first', '取第一次'), ('last', '取最后一次')], default='best', max_length=20, verbose_name='几次取哪次')),
                ('tie_rule', models.CharField(choices=[('time', '同分比用时，用时也相同的比先后'), ('earlier', '同分比交卷先后'), ('shared', '同分同名次')], default='time', max_length=20, verbose_name='同分怎么排')),
                ('reveals', models.CharField(choices=[('submission', '交卷后'), ('close', '这一阶段结束后'), ('never', '不公布')], default='close', max_length=20, verbose_name='何时看答案')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='quizzes.contest')),
            ],
            options={
                'verbose_name': '阶段',
                'verbose_name_plural': '阶段',
                'ordering': ['contest', 'position'],
            },
        ),
        migrations.CreateModel(
            name='DrawRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('count', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='几题')),
                ('points', models.DecimalField(decimal_places=2, default=5, max_digits=5, verbose_name='每题几分')),
                ('topic', models.CharField(blank=True, choices=[('civility', '文明礼仪'), ('campaign', '双创知识'), ('law', '法律法规'), ('health', '健康知识')], max_length=20, verbose_name='类别')),
                ('kinds', models.JSONField(blank=True, default=list, verbose_name='题型')),
                ('easiest', models.PositiveSmallIntegerField(choices=[(1, '容易'), (2, '较易'), (3, '中等'), (4, '较难'), (5, '难')], default=1, verbose_name='难度自')),
                ('hardest', models.PositiveSmallIntegerField(choices=[(1, '容易'), (2, '较易'), (3, '中等'), (4, '较难'), (5, '难')], default=5, verbose_name='难度至')),
                ('pool', models.ForeignKey(blank=True, help_text='留空时从整个题库抽。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draw_rules', to='quizzes.pool', verbose_name='题组')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draw_rules', to='quizzes.stage')),
            ],
            options={
                'verbose_name': '抽题规则',
                'verbose_name_plural': '抽题规则',
                'ordering': ['stage', 'position'],
            },
        ),
        migrations.AddField(
            model_name='attempt',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='quizzes.stage', verbose_name='阶段'),
        ),
        migrations.CreateModel(
            name='UnitEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(blank=True, help_text='整个单位的留空。', max_length=40, verbose_name='班级或科室')),
                ('code', models.CharField(max_length=12, verbose_name='参赛码')),
                ('headcount', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='申报人数')),
                ('is_of_minors', models.BooleanField(default=False, verbose_name='未成年人班级')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unit_entries', to='quizzes.contest')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contest_entries', to='directory.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '参赛单位',
                'verbose_name_plural': '参赛单位',
                'ordering': ['contest', 'unit', 'label'],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(decimal_places=2, max_digits=7)),
                ('seconds', models.DecimalField(decimal_places=3, max_digits=9)),
                ('finished_at', models.DateTimeField()),
                ('is_shown', models.BooleanField(default=True)),
                ('is_counted', models.BooleanField(default=True)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.area')),
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='quizzes.attempt')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='quizzes.participant')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='quizzes.stage')),
                ('unit_entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quizzes.unitentry')),
            ],
            options={
                'verbose_name': '成绩',
                'verbose_name_plural': '成绩',
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='unit_entry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='quizzes.unitentry', verbose_name='代表'),
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='申诉')),
                ('filed_at', models.DateTimeField(verbose_name='提出时间')),
                ('state', models.CharField(choices=[('open', '待处理'), ('upheld', '成立'), ('rejected', '不成立')], default='open', max_length=20, verbose_name='状态')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='quizzes.attempt')),
            ],
            options={
                'verbose_name': '申诉',
                'verbose_name_plural': '申诉',
                'ordering': ['filed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('attempt',), name='one_open_appeal_an_attempt'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='AttemptFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('too_fast', '答得比读得快'), ('same_device', '同一设备多人高分'), ('impossible_time', '用时不可能'), ('twin_answers', '与另一份答卷连错都一样'), ('by_hand', '人工标记')], max_length=20, verbose_name='疑点')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('raised_at', models.DateTimeField(verbose_name='发现时间')),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='quizzes.attempt')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quizzes.attempt')),
            ],
            options={
                'verbose_name': '疑点',
                'verbose_name_plural': '疑点',
                'ordering': ['raised_at'],
                'constraints': [models.UniqueConstraint(fields=('attempt', 'kind', 'other'), name='one_flag_of_a_kind_and_twin'), models.UniqueConstraint(condition=models.Q(('other__isnull', True)), fields=('attempt', 'kind'), name='one_flag_of_a_kind')],
            },
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='contest_closes_after_opening', violation_error_message='结束要晚于开始。'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['preview', 'final']), _negated=True), ('preview_until__isnull', False), _connector='OR'), name='contest_previewed_until_a_day'),
        ),
        migrations.AddField(
            model_name='participantcontact',
            name='contest',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='quizzes.contest'),
        ),
        migrations.AddConstraint(
            model_name='practicecount',
            constraint=models.CheckConstraint(condition=models.Q(('n_right__lte', models.F('n'))), name='practice_right_within_n'),
        ),
        migrations.AddConstraint(
            model_name='attemptitem',
            constraint=models.UniqueConstraint(fields=('attempt', 'position'), name='one_item_a_position'),
        ),
        migrations.AddConstraint(
            model_name='attemptitem',
            constraint=models.UniqueConstraint(fields=('attempt', 'version'), name='question_once_in_an_attempt'),
        ),
        migrations.AddConstraint(
            model_name='attemptitem',
            constraint=models.CheckConstraint(condition=models.Q(('earned__isnull', True), models.Q(('earned__gte', 0), ('earned__lte', models.F('points'))), _connector='OR'), name='item_earns_within_points'),
        ),
        migrations.AddConstraint(
            model_name='questionversion',
            constraint=models.UniqueConstraint(fields=('question', 'number'), name='one_question_version_a_number'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['state', 'topic', 'difficulty'], name='quizzes_que_state_35d284_idx'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.UniqueConstraint(fields=('contest', 'position'), name='one_stage_a_position'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='stage_closes_after_opening', violation_error_message='结束要晚于开始。'),
        ),
        migrations.AddConstraint(
            model_name='drawrule',
            constraint=models.CheckConstraint(condition=models.Q(('easiest__lte', models.F('hardest'))), name='draw_rule_easiest_first', violation_error_message='难度自不能高于难度至。'),
        ),
        migrations.AddConstraint(
            model_name='drawrule',
            constraint=models.CheckConstraint(condition=models.Q(('count__gt', 0), ('points__gt', 0)), name='draw_rule_draws_something'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('state', 'in_progress')), fields=['closes_at'], name='attempts_running'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['stage', 'state', 'finished_at'], name='quizzes_att_stage_i_3cc4dd_idx'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('participant', 'stage', 'day', 'nth_of_day'), name='one_attempt_of_a_day_and_number'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('participant', 'stage', 'nth'), name='one_attempt_a_number'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'in_progress')), fields=('participant', 'stage'), name='one_attempt_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', models.F('most'))), name='attempt_score_within_most'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['in_progress', 'abandoned']), models.Q(('finished_at__isnull', False), ('seconds__isnull', False)), _connector='OR'), name='attempt_finished_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='unitentry',
            constraint=models.UniqueConstraint(fields=('contest', 'code'), name='one_unit_entry_a_code'),
        ),
        migrations.AddConstraint(
            model_name='unitentry',
            constraint=models.UniqueConstraint(fields=('contest', 'unit', 'label'), name='unit_enters_once'),
        ),
        migrations.AddConstraint(
            model_name='unitentry',
            constraint=models.CheckConstraint(condition=models.Q(('headcount__gt', 0)), name='unit_entry_has_people'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(models.F('stage'), models.OrderBy(models.F('score'), descending=True), models.F('seconds'), models.F('finished_at'), models.F('id'), condition=models.Q(('is_shown', True)), name='standings_of_persons'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('is_counted', True)), fields=['stage', 'unit_entry', 'score'], name='standings_of_units'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('is_counted', True)), fields=['stage', 'area', 'score'], name='standings_of_areas'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(fields=('stage', 'participant'), name='one_standing_a_participant'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('contest', 'form_key_hash'), name='one_participant_a_form'),
        ),
        migrations.AddConstraint(
            model_name='participantcontact',
            constraint=models.UniqueConstraint(condition=models.Q(('verified_at__isnull', False)), fields=('contest', 'phone_hash'), name='one_participant_a_phone'),
        ),
        RefuseChanges("quizzes_questionversion"),
        RefuseChanges("quizzes_attemptflag"),
    ]
