from reports.lists.models.commendations import Commendation as Commendation
from reports.lists.models.formulas import Formula as Formula
from reports.lists.models.formulas import ServedPopulation as ServedPopulation
from reports.lists.models.lists import Erratum as Erratum
from reports.lists.models.lists import ListItem as ListItem
from reports.lists.models.lists import ListObjection as ListObjection
from reports.lists.models.lists import ListRow as ListRow
from reports.lists.models.lists import UnitList as UnitList
