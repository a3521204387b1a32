from publicity.models.episodes import Chapter, EpisodeIndexPage, EpisodePage
from publicity.models.errata import Erratum
from publicity.models.knowledge import (
    KnowledgeColumnPage,
    KnowledgeIndexPage,
    KnowledgePage,
)
from publicity.models.knowledge_links import (
    KnowledgeClause,
    KnowledgeRelation,
    UsefulCount,
)
from publicity.models.news import NewsIndexPage, NewsPage
from publicity.models.newsroom import NewsTemplate, PreviewLink
from publicity.models.penalties import PenaltyLink
from publicity.models.plain import AboutIndexPage, AboutPage
from publicity.models.posters import PosterBatch
from publicity.models.psas import PsaIndexPage, PsaPage
from publicity.models.regulations import Clause, Regulation, RegulationVersion
from publicity.models.topics import TopicFigure, TopicIndexPage, TopicPage

__all__ = [
    "AboutIndexPage",
    "AboutPage",
    "Chapter",
    "Clause",
    "EpisodeIndexPage",
    "EpisodePage",
    "Erratum",
    "KnowledgeClause",
    "KnowledgeColumnPage",
    "KnowledgeIndexPage",
    "KnowledgePage",
    "KnowledgeRelation",
    "NewsIndexPage",
    "NewsPage",
    "NewsTemplate",
    "PenaltyLink",
    "PosterBatch",
    "PreviewLink",
    "PsaIndexPage",
    "PsaPage",
    "Regulation",
    "RegulationVersion",
    "TopicFigure",
    "TopicIndexPage",
    "TopicPage",
    "UsefulCount",
]
