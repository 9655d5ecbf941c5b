"""The names that offices give to the columns of a roll, and what each means. A column without a known name is never read."""

import enum
import re
import unicodedata
from collections.abc import Sequence

from app.community.roll.values import plain


class Column(enum.StrEnum):
    COMMUNITY = "community"
    COMPOUND = "compound"
    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    ADDRESS = "address"  # all or several of these in one
    GRID = "grid"
    ADULTS = "adults"
    AREA = "area"
    TENURE = "tenure"
    USE = "use"  # how the home is used: it says which stand empty
    PEOPLE = "people"  # all who live there: it says the same, and nothing else is taken from it


PARTS = (Column.COMPOUND, Column.BUILDING, Column.UNIT, Column.ROOM)
DOORS = (Column.ROOM, Column.ADDRESS)  # a table without one of these is no roll

# of persons: whatever else such a name says, the column is not read
NEVER = re.compile(
    r"姓名|名字|身份|证件|证号|电话|手机|联系|(?<![房间楼栋室元牌门])号码|微信|qq|邮箱|出生|生日|性别|民族|籍|户主|房主|联系人|员|备注|说明|年龄|政治|"
    r"name|phone|mobile|\btel|contact|identity|\bid\b|idno|idcard|id_?number|e-?mail|birth|wechat|sex|gender|remark|note|comment|age$"
)
NAMES: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(names))
    for column, names in (
        (Column.ADDRESS, r"(详细|家庭|居住|现|房屋|住房|户|门牌|常住)?(地址|住址|坐落|座落)|(full)?address|door|location"),
        (Column.ADDRESS, r"(小区)?(楼栋?|栋|幢|座|楼号|栋号|幢号)[-/、·—]?(单元|单元号)[-/、·—]?(房|室|户|房号|室号|户号|门牌|门牌号)?|楼房号|楼室号|楼栋房号"),
        (Column.COMMUNITY, r"(所[在属])?(社区|村居|村|居委会|社区居委会)(名称?)?|community"),
        (Column.COMPOUND, r"(所[在属])?(住宅|居住)?(小区|院落|楼盘|庭院|苑)(名称?)?|compound|estate|housingestate|(residential)?(compound|estate|complex)"),
        (Column.BUILDING, r"(所[在属])?(楼|栋|幢|座|楼栋|楼幢|楼宇|楼座|栋座|村民小组|小组|组别)(号码?|编号|名称?)?|(building|block|bldg|house|tower|group)(no|number)?\.?"),
        (Column.UNIT, r"(所[在属])?(单元|门栋|门洞|楼门|门|梯|楼道|街巷|巷|胡同)(号|编号|名称?)?|(entrance|unit|stair|staircase|stairwell|lane)(no|number)?\.?"),
        (Column.ROOM, r"(房间|房屋|房|室|户室|门牌)(号码?|编号|牌号)?|(room|flat|apartment|apt|door|dwelling|housenumber)(no|number)?\.?"),
        (Column.GRID, r"(所[在属])?(网格|片区|微网格)(名称?|号|编号)?|(grid|blockgroup|section)(no|number)?\.?"),
        (Column.ADULTS, r"(其中)?(成年人?|成人|大人|成年居民)((?:人)?(?:口)?数|人口|口数|数量?|合计)?|(其中)?(年满|满)?(18|十八)(周岁|岁)((及|含)?以上)?((?:人)?(?:口)?数|人口|居民数?|合计)?|≥18((?:周)?岁)?|18\+|(number|no\.?)?(of)?adults?(number|count)?|(people|persons|residents)?(aged)?18(\+|andover|andolder|orover|orolder)"),
        (Column.AREA, r"(房屋|住房|产权|房产)?(建筑|专有部分?|产权|房屋|产证)?面积(?:数)?|(built|builtup|building|floor|owned|gross)?-?(floor)?area|area(m2|sqm)?|size|sqm"),
        (Column.TENURE, r"业主[/或、]?租[户客]|租[户客][/或、]?业主|(房屋|产权|居住|住户|住房|入住|权属)(性质|类型|类别|属性)|权属|产权|自[有住][/或、]?(租赁|出租|租住)|是否(?:业主|出租|租赁|自有|自住)|业主|租户|tenure|owner[/ ]?(or)?tenant|tenant[/ ]?(or)?owner|ownership|owneroccupied|owner|tenant"),
        (Column.USE, r"(居住|入住|住房|房屋|使用)(状态|情况|状况)|是否(?:空置|空挂|入住)|空置|use|occupancy|occupied|vacant|status"),
        (Column.PEOPLE, r"(家庭|常住|居住|实住|实际居住|现住|现居住|总)?(人口|人数|人口数)(总数|合计)?|(residents|people|occupants|population)(number|count)?"),
    )
)  # fmt: skip
WEAK = re.compile(r"户(?:号|编号)")  # the number of the room, or of a book: only where no column says the room
ENGLISH = re.compile(r"\b(compound|estate|building|block|tower|grid|community) (?:name|id)\b")  # names of no person
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕")


def meaning(label: str) -> Column | None:
    """What a column of this name holds; None for all that an import does not need."""
    label = ENGLISH.sub(r"\1", _spaced(label))
    whole = plain(label)
    name = BRACKETS.sub("", whole).strip(":*# ") or whole.strip("()[]")
    if not name or len(name) > 30 or NEVER.search(label):
        return None
    name = name.replace("(", "").replace(")", "")
    return next((column for column, names in NAMES if names.fullmatch(name)), None)


def _spaced(label: str) -> str:
    """As `plain`, with the blanks that part English words."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


Meanings = dict[Column, int]  # by meaning the place of its column


def header(cells: Sequence[str], above: Sequence[str] = ()) -> Meanings:
    """What the cells of a header mean, by their places; `above`: the line over it, where names stand in two lines."""
    found: Meanings = {}
    for place, cell in enumerate(cells):
        column = _of_cell(cell, above[place] if place < len(above) else "")
        if column is not None:
            found.setdefault(column, place)
    weak = next((place for place, cell in enumerate(cells) if WEAK.fullmatch(plain(cell))), None)
    if weak is not None and not found.keys() & set(DOORS):
        found[Column.ROOM] = weak
    return found


def _of_cell(cell: str, over: str) -> Column | None:
    if over and NEVER.search(_spaced(cell) + " " + _spaced(over)):
        return None if plain(over) != plain(cell) else meaning(cell)
    if not plain(cell):
        return meaning(over)
    return meaning(cell) or (meaning(over + cell) if over and plain(over) != plain(cell) else None)


def is_header(found: Meanings) -> bool:
    """A column that says which door: the room, or an address."""
    return bool(found.keys() & set(DOORS))
