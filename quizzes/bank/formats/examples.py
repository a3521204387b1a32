"""What stands in the template: one question of every kind, and how to fill it in."""

from quizzes.bank.content import Accepted, Content, Option, Pair, QuestionDraft
from quizzes.bank.formats.words import KINDS, TOPICS, two_options
from quizzes.bank.workflow import Kind, Topic

EXAMPLES: list[QuestionDraft] = [
    QuestionDraft(
        stem="沿街商户把洗菜水泼到人行道上，由谁清理？",
        content=Content(
            Kind.SINGLE,
            (
                Option("泼水的商户", True, "谁倒谁清。"),
                Option("环卫工人", feedback="他们清扫的是公共路面。"),
                Option("房东"),
                Option("社区居委会"),
            ),
        ),
        topic=Topic.CAMPAIGN,
        difficulty=1,
        explanation="门前的卫生由商户自己包。",
    ),
    QuestionDraft(
        stem="下列哪些属于可回收物？",
        content=Content(
            Kind.MULTIPLE,
            (
                Option("旧报纸", True),
                Option("饮料瓶", True),
                Option("用过的纸巾"),
                Option("旧衣服", True),
            ),
        ),
        topic=Topic.CIVILITY,
        explanation="用过的纸巾属于其他垃圾。",
    ),
    QuestionDraft(
        stem="小区的消防通道晚上可以停车。",
        content=Content(Kind.TRUE_FALSE, two_options(Kind.TRUE_FALSE, False)),
        topic=Topic.LAW,
        explanation="消防通道任何时候都不能占用。",
    ),
    QuestionDraft(
        stem="我国火警电话是____。",
        content=Content(Kind.FILL, accepted=(Accepted("119"), Accepted("一一九"))),
        topic=Topic.HEALTH,
        difficulty=1,
    ),
    QuestionDraft(
        stem="把洗手的步骤按顺序排好。",
        content=Content(
            Kind.ORDERING,
            (
                Option("打湿双手"),
                Option("抹肥皂搓洗"),
                Option("清水冲净"),
                Option("擦干"),
            ),
        ),
        topic=Topic.HEALTH,
    ),
    QuestionDraft(
        stem="把垃圾和它该进的桶连起来。",
        content=Content(
            Kind.MATCHING,
            pairs=(
                Pair("过期药品", "有害垃圾"),
                Pair("剩菜", "厨余垃圾"),
                Pair("纸箱", "可回收物"),
            ),
            distractors=(Option("其他垃圾"),),
        ),
        topic=Topic.CIVILITY,
        difficulty=3,
    ),
    QuestionDraft(
        stem="店主把电动车停在盲道上，说“就停五分钟”。这样做对吗？",
        content=Content(Kind.CASE, two_options(Kind.CASE, False)),
        topic=Topic.CIVILITY,
        explanation="盲道一分钟也不能占。",
    ),
]


def _one_of(words: dict[Kind, tuple[str, ...]] | dict[Topic, tuple[str, ...]]) -> str:
    return "、".join(each[0] for each in words.values())


EXPLANATIONS: list[list[str]] = [
    ["列", "怎样填"],
    [
        "说明",
        "一行一道题，第一行的列名不要改。示例请删去以后再导入。一次最多2000行、5MB。",
    ],
    [
        "编号",
        "留空是新题。写上题库里已有的编号，就给那道题出一个新版本，旧版本仍然保留。",
    ],
    ["题型", _one_of(KINDS)],
    ["类别", _one_of(TOPICS)],
    ["难度", "1最容易，5最难。留空按2。"],
    ["题干", "最多600个字。填空的位置写成____。"],
    [
        "选项A、选项B……",
        "一格一个选项，最多12个。判断题可以不写。连线题写成“左=右”，没有对应的右边写成“=右”。",
    ],
    [
        "答案",
        "单选题和情景判断题写一个字母，如B；多选题写全部字母，如ABD；判断题写对或错；填空题写全部可接受的答案，用|隔开；排序题按正确顺序写全部字母，如CBAD；连线题留空。",
    ],
    ["解析", "答完以后给居民看，最多1000个字。"],
    [
        "依据条款",
        "写成“法规网址名/条款锚点”，如dog-keeping/art-11，也可以写《法规名称》第十一条。没有就留空。",
    ],
    ["有效至", "写成2027-01-31，过了这一天不再抽到。没有就留空。"],
    ["案例编号", "已经公布并办结的曝光编号，它的照片会放进题目。没有就留空。"],
    [
        "反馈A、反馈B……",
        "可以不要这些列。选了这个选项以后给居民看的话；填空题按答案的次序。",
    ],
    [
        "特殊符号",
        "填空答案里的|、连线里的=，前面加\\，例如3\\=3。以= + - @开头的文字前面有一个'，导入时会去掉。",
    ],
]
