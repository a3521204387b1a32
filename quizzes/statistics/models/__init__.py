from quizzes.statistics.models.figures import ItemStat as ItemStat
from quizzes.statistics.models.figures import StageStat as StageStat
