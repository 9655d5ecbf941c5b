"""Where the demo plays: invented regions, communities and those who serve there."""

from dataclasses import dataclass

from app.community.models import OrganisationKind
from tenants.models import BodyKind, CommunityKind

REGIONS = (  # code, name, level, parent, profile
    ("demo-sd", "齐省（演示）", 1, None, "cn"),
    ("demo-jn", "泉城市（演示）", 2, "demo-sd", "cn"),
    ("demo-sz", "市中区（演示）", 3, "demo-jn", "cn"),
    ("demo-ln", "泺南街道", 4, "demo-sz", "cn"),
    ("demo-mb", "Millbrook (demo)", 2, None, "generic"),
)
OFFICES = {  # the reviewers above, by the card that is theirs: name, region, title
    "quanhe.above": ("陈静", "demo-ln", "街道督导"),
    "quanhe.district": ("高远", "demo-sz", "区社会工作部"),
    "riverside.above": ("Mina Hale", "demo-mb", "City reviewer"),
    "riverside.district": ("Jon Ferrers", "demo-mb", "City council office"),
}
BODIES = (  # what communities may pass a matter on to: region, code, name, kind
    ("demo-ln", "fire", "片区消防站（演示）", BodyKind.DEPARTMENT),
    ("demo-sz", "lights", "市中区路灯管理所（演示）", BodyKind.UTILITY),
    ("demo-sz", "traffic", "市中区交警大队（演示）", BodyKind.DEPARTMENT),
    ("demo-sz", "gardens", "市中区园林绿化中心（演示）", BodyKind.DEPARTMENT),
    ("demo-mb", "highways", "Millbrook Highways (demo)", BodyKind.DEPARTMENT),
)
RULES = {
    "cn": "本社区议事规则第 9 条：公共事项由户代表表决，过半数的户参加，参加户的过半数同意即为通过。",
    "generic": "Our rules of procedure, section 9: common matters are decided by households. More than half of all households must take part, and more than half of those must say yes.",
}
HALF = {
    "num": 1,
    "den": 2,
    "strict": True,
}  # as both rules say, of those who must take part and of those who must agree
FAMILIES = {
    "cn": tuple("王李张刘陈杨赵黄周吴徐孙马朱胡郭何高"),
    "generic": ("Whitfield", "Nair", "Okafor", "Berg", "Castellan", "Doyle", "Ferrers", "Hale", "Iversen", "Quill"),
}
GIVEN = {
    "cn": ("先生", "女士", "阿姨", "大叔", "师傅", "老师"),
    "generic": ("Anna", "Tom", "Priya", "Sam", "Grace", "Leo", "Mina", "Jon", "Ruth", "Ned"),
}
DUTIES = {
    "cn": {"committee": "召集议事，答复诉求和提案", "grid": "上门核实、组织志愿班次", "supervision": "受理申诉，查看履职记录"},
    "generic": {
        "committee": "Calls meetings, answers requests and proposals",
        "grid": "Meets newcomers, organises shifts",
        "supervision": "Hears appeals, reads the record",
    },
}  # fmt: skip
WEEKDAYS = "周一至周五 8:30–17:30"


@dataclass(frozen=True)
class Seat:
    """A post and who holds it."""

    name: str
    title: str
    hours: str = ""
    contact: str = ""
    duty: str = ""  # where it is not the usual one


@dataclass(frozen=True)
class Plan:
    """A community to be laid out: households spread over its grids in turn."""

    slug: str
    name: str
    households: int
    grids: tuple[str, ...]
    region: str
    seats: dict[str, Seat]  # by role, in order of office
    organisation: str  # whose seat the last of them is
    body: OrganisationKind = OrganisationKind.RESIDENT_ORG
    resident: int = 5  # the households of the two residents of the cast
    neighbour: int = 38
    newcomer: str = "冯女士"  # waits to be verified
    partner: str | None = None  # the other adult of the resident's household
    profile: str = "cn"
    zone: str = "Asia/Shanghai"
    kind: CommunityKind = CommunityKind.RESIDENTIAL


def _seats(
    committee: str, grid: str, supervision: str, organisation: str, chair: str = "居委会主任"
) -> dict[str, Seat]:
    """The usual four."""
    return {
        "committee": Seat(committee, chair, WEEKDAYS), "grid": Seat(grid, "网格员"),
        "supervision": Seat(supervision, "监督委员"), "organisation": Seat(organisation, "驻区单位席位"),
    }  # fmt: skip


def _grids(numerals: str) -> tuple[str, ...]:
    return tuple(f"第{numeral}网格" for numeral in numerals)


PLANS = (
    Plan(
        "quanhe", "泉和社区", 1860, _grids("一二三四五六"), "demo-ln",
        {
            "committee": Seat("周慧", "居委会主任", "周一至周六 8:30–17:30", "0531-0000-1001"),
            "grid": Seat("刘洋", "第一网格网格员", "每天 8:00–18:00", "0531-0000-1002"),
            "supervision": Seat("孙国强", "居务监督委员", "周三 14:00–17:00", "0531-0000-1003"),
            "organisation": Seat("何清", "社会组织席位", duty="垃圾分类督导培训"),
        },
        "绿邻环保服务中心", OrganisationKind.SOCIAL_ORG, resident=3, neighbour=41, partner="李建国",
    ),
    Plan(
        "shunan", "舜安社区", 2420, _grids("一二三四五六七八"), "demo-ln",
        _seats("冯立", "秦朗", "曹芸", "侯经理"), "舜安物业服务中心",
    ),
    Plan(
        "wangyue", "望岳社区", 640, _grids("一二三"), "demo-ln",
        _seats("孔令芳", "宋凯", "丁兰", "范工"), "齐岳设计院",
    ),
    Plan(
        "nanshanli", "南山里村", 310, ("东片", "西片"), "demo-ln",
        _seats("梁国富", "石磊", "苗青", "汪社长", "村委会主任"), "南山里合作社", kind=CommunityKind.VILLAGE,
    ),
    Plan(
        "riverside", "Riverside", 420, ("Towpath", "Mill Lane", "Orchard"), "demo-mb",
        {
            "committee": Seat("Grace Okafor", "Chair of the committee", "Mon to Fri, 9:00–17:00"),
            "grid": Seat("Sam Berg", "Block steward"),
            "supervision": Seat("Ruth Iversen", "Review board"),
            "organisation": Seat("Leo Quill", "Seat of the rowing club"),
        },
        "Riverside Rowing Club", OrganisationKind.SOCIAL_ORG, resident=3, neighbour=41, partner="Tom Whitfield", newcomer="Ada Quill",
        profile="generic", zone="Europe/London",
    ),
)  # fmt: skip
