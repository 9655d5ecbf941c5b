"""泉和社区: story 4 (waste points) whole, the ordinary parts of 1 (lift) and 7 (flood), and everyday matters."""

from app.board.operations import post
from app.community.models import Organisation, OrganisationKind, PostKind
from app.deliberation.models import Stance
from app.demo import everyday
from app.demo.places import Town, hold, settle
from app.demo.telling import (
    answer,
    ask,
    at,
    cast,
    confirm,
    done,
    propose,
    rated,
    say,
    shift,
    support,
    talk_opens,
    tick,
    vote,
    who,
)
from app.polls.operations import Question
from app.proposals.models import AnswerKind, Category


def people(town: Town) -> None:
    town.cast["resident"], town.cast["neighbour"] = town.residents[3], town.residents[41]
    settle(town, "partner", "李建国", household=3)
    for key, name in (("committee", "周慧"), ("grid", "刘洋"), ("supervision", "孙国强"), ("organisation", "何清")):
        settle(town, key, name)
    hold(
        town,
        "committee",
        PostKind.COMMITTEE,
        "居委会主任",
        duty="召集议事，答复诉求和提案",
        hours="周一至周六 8:30–17:30",
        contact="0531-0000-1001",
    )
    hold(
        town,
        "grid",
        PostKind.GRID_WORKER,
        "第一网格网格员",
        grid_id=town.grids[0].id,
        duty="上门核实、组织志愿班次",
        hours="每天 8:00–18:00",
        contact="0531-0000-1002",
    )
    hold(
        town,
        "supervision",
        PostKind.SUPERVISION,
        "居务监督委员",
        duty="受理申诉，查看履职记录",
        hours="周三 14:00–17:00",
        contact="0531-0000-1003",
    )
    organisation = Organisation(name="绿邻环保服务中心", kind=OrganisationKind.SOCIAL_ORG)
    hold(
        town,
        "organisation",
        PostKind.ORGANISATION_SEAT,
        "社会组织席位",
        organisation=organisation,
        duty="垃圾分类督导培训",
    )


def tell(town: Town) -> str:
    """Returns the address of the matter the tour follows."""
    people(town)
    waste = _waste(town)
    _lift(town)
    _flood(town)
    _today(town)
    everyday.requests(town, everyday.QUANHE, count=44)
    everyday.shifts(town, 15)
    return f"/c/{town.plan.slug}/proposals/{waste}"


def _waste(town: Town) -> int:
    matter = propose(
        town, town.ago(176), "neighbour", "垃圾投放点由 12 个并为 5 个",
        "现在 12 个点夏天气味大，没有人看。建议并为 5 个点，早晚各开两小时，另设一个误时点。", Category.GARBAGE, "全社区",
    )  # fmt: skip
    support(town, town.ago(174), matter, town.residents[100:125])
    answer(town, town.ago(172), matter, "同意列入议程。请绿邻环保服务中心和各网格一起商量点位。")
    talk_opens(town, town.ago(168), matter, days=10)
    say(town, town.ago(166), matter, town.residents[210], Stance.FOR, "异味少了，孩子放学路过不用捂鼻子。")
    say(town, town.ago(165), matter, town.residents[512], Stance.AGAINST, "我上夜班，早晚两个时段都赶不上。")
    say(town, town.ago(164), matter, town.residents[733], Stance.AMEND, "误时点全天开放，加一盏灯，我就同意。")
    say(town, town.ago(163), matter, "organisation", Stance.COMMENT, "我们可以派督导员，头一个月每个点都有人。")
    say(town, town.ago(162), matter, "resident", Stance.FOR, "并点以后清运车少跑几趟，早上也安静。")
    asked = Question(
        "common", "把 12 个垃圾投放点并为 5 个，另设误时点，试行 60 天",
        "早 6:30–8:30、晚 18:00–20:00 开放；误时点 24 小时开放并加装照明；试行 60 天后评估。",
        town.ago(146, 0), town.ago(132, 0), delivery_days=45, proposal=matter,
    )  # fmt: skip
    poll = vote(town, asked, town.ago(155))
    tick(town, town.ago(146, 1))
    cast(town, poll, [["yes"]] * 611 + [["no"]] * 338 + [["abstain"]] * 33)
    tick(town, town.ago(132, 1))
    for offset, hour, came in ((120, 7, 27), (120, 18, 26)):
        shift(
            town,
            town.ago(128),
            "投放点督导",
            town.ago(offset, hour),
            2,
            30,
            "各投放点",
            signed=30,
            came=came,
            met=True,
            proposal=matter,
        )
    done(town, town.ago(104), matter, "5 个投放点和误时点都已启用，误时点照明已装好；首周需求满足率 88%。")
    confirm(town, town.ago(100), matter, [True] * 16 + [False] * 5)
    rated(
        town,
        town.ago(116),
        {1: (3, 8, 20, 38, 19), 2: (5, 12, 19, 29, 23), 3: (2, 6, 18, 40, 22), 4: (1, 4, 9, 18, 10)},
    )
    tick(town, town.ago(101, 3))
    with at(town, town.ago(98)):
        post(
            who(town, "committee"),
            "第三网格增设一处误时点",
            "评议里第三网格的满意度最低。我们在 14 号楼北侧增设一处误时点，全天开放。",
        )
    return matter.number


def _lift(town: Town) -> None:
    matter = propose(
        town, town.ago(20), town.residents[866], "7 号楼 2 单元加装电梯",
        "二单元 12 户里有 6 位七十岁以上老人。申请外挂电梯，费用按楼层分摊，一层不出资，二层出一半。", Category.LIFT, "7 号楼 2 单元",
    )  # fmt: skip
    support(town, town.ago(18), matter, town.residents[860:881])
    answer(town, town.ago(16), matter, "同意列入议程，已约电梯公司、消防和一层住户三方到场。")
    talk_opens(town, town.ago(6), matter, days=14)
    say(
        town, town.ago(5), matter, town.residents[861], Stance.FOR, "老人下楼看病靠人背。可以提公积金，算下来每户不多。"
    )
    say(town, town.ago(4), matter, town.residents[870], Stance.AGAINST, "一层挡光，冬天本来就没太阳。噪声谁来管？")
    say(
        town,
        town.ago(3),
        matter,
        town.residents[872],
        Stance.AMEND,
        "改成错层入户、加隔声，一层补偿写进协议，我就同意。",
    )
    shift(town, town.ago(12), "帮提菜", town.ago(8, 9), 2, 2, "7 号楼下", signed=2, came=2, met=True)
    shift(town, town.ago(2), "帮提菜", town.ahead(2, 9), 2, 2, "7 号楼下", signed=1)


def _flood(town: Town) -> None:
    shift(
        town,
        town.ago(71),
        "防汛沙袋装运",
        town.ago(70, 19),
        4,
        12,
        "地下车库入口",
        signed=12,
        came=12,
        met=True,
        risky=True,
        text="暴雨橙色预警，12 小时轮休，已投保。",
    )
    shift(
        town,
        town.ago(71),
        "独居老人敲门",
        town.ago(70, 18),
        3,
        18,
        "各楼栋",
        signed=18,
        came=18,
        met=True,
        text="一人负责两户，问一声、看一眼、留电话。",
    )
    ready = propose(
        town,
        town.ago(62),
        town.residents[333],
        "车库入口装防汛挡板",
        "去年倒灌，今年沙袋搬了一夜。装可拆卸挡板，来雨十分钟就能装好。",
        Category.FLOOD,
        "地下车库",
    )
    support(town, town.ago(60), ready, town.residents[300:321])
    answer(town, town.ago(58), ready, "同意列入议程，挡板报价已附在公告栏。")
    talk_opens(town, town.ago(50), ready, days=8)
    say(town, town.ago(48), ready, town.residents[303], Stance.FOR, "半夜叫老人起来搬沙袋，真的不合适。")
    asked = Question(
        "common",
        "用公共收益为地下车库入口安装防汛挡板",
        "两处入口，预算 1.8 万元，用公共收益支付，账目附票据公开。",
        town.ago(32, 0),
        town.ago(22, 0),
        delivery_days=60,
        proposal=ready,
    )
    poll = vote(town, asked, town.ago(40))
    tick(town, town.ago(32, 1))
    cast(town, poll, [["yes"]] * 902 + [["no"]] * 96 + [["abstain"]] * 21)
    tick(town, town.ago(22, 1))


def _today(town: Town) -> None:
    """What can be done on the day it is loaded."""
    light = propose(
        town,
        town.ago(30),
        "resident",
        "误时点到 9 号楼的路加一盏灯",
        "晚上十点以后丢垃圾要摸黑走一段，老人摔过。",
        Category.LAMP,
        "9 号楼西侧",
    )
    support(town, town.ago(28), light, town.residents[20:42])
    answer(town, town.ago(26), light, "同意列入议程。")
    talk_opens(town, town.ago(24), light, days=8)
    asked = Question(
        "common",
        "误时点到 9 号楼的路加装路灯，电费进公共收益",
        "太阳能灯一盏，3200 元，用公共收益支付，装好后公开票据。",
        town.ago(3, 0),
        town.ahead(4, 20),
        delivery_days=40,
        proposal=light,
    )
    poll = vote(town, asked, town.ago(12))
    tick(town, town.ago(3, 1))
    skip = {town.cast["resident"].id}
    voters = [["yes"]] * 640 + [["no"]] * 130 + [["abstain"]] * 36
    town.residents, kept = [one for one in town.residents if one.id not in skip], town.residents
    cast(town, poll, voters)
    town.residents = kept
    lamp = ask(town, town.ago(19), "resident", "3 号楼东侧路灯不亮", Category.LAMP, "3 号楼东侧")
    answer(town, town.ago(18), lamp, "已报修，换灯头。", town.ago(10))
    done(town, town.ago(2), lamp, "灯头已换，昨晚亮了。")
    ask(town, town.ago(3), "neighbour", "5 号楼下水堵了", Category.WATER, "5 号楼一单元")
    ask(town, town.ago(1), town.residents[77], "东门夜间太暗", Category.LAMP, "东门")
    fresh = propose(
        town,
        town.ago(4),
        "neighbour",
        "小广场晚上九点半后音响关小",
        "跳舞是好事，孩子第二天要上学。九点半以后关小，十点关。",
        Category.OTHER,
        "小广场",
    )
    support(town, town.ago(3), fresh, town.residents[500:506])
    moved = ask(town, town.ago(9), town.residents[640], "消防通道口常停车", Category.PARKING, "南门")
    answer(
        town,
        town.ago(7),
        moved,
        "消防通道由消防和交警管理，已转交并约定联合查看。",
        kind=AnswerKind.TRANSFER,
        body="片区消防站",
    )
    shift(town, town.ago(2), "搬车劝导", town.ahead(1, 19), 2, 4, "南门", signed=2)
    shift(town, town.ago(2), "投放点督导", town.ahead(5, 18), 2, 6, "误时点", signed=3)
    rated(town, town.ago(5), {1: (1, 2, 6, 11, 5), 2: (1, 3, 6, 10, 4), 3: (0, 2, 5, 11, 6), 4: (0, 1, 3, 5, 2)})
    with at(town, town.ago(2)):
        post(
            who(town, "committee"),
            "周五 8:00–12:00 停水",
            "二次供水水箱清洗，第二、第三网格停水四小时，请提前接水。",
            pinned=True,
        )
    with at(town, town.ago(9)):
        post(who(town, "committee"), "上季度居务公开", "公共收益收支、低保复核、公益金使用情况见公告栏和本页附表。")
