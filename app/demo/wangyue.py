"""望岳社区: story 5 (a small fund) whole, the ordinary parts of 3 (night parking); and the quieter neighbours."""

from app.board.operations import post
from app.community.models import Organisation, OrganisationKind, PostKind
from app.deliberation.models import Stance
from app.demo import everyday
from app.demo.places import Town, hold, settle
from app.demo.telling import (
    again,
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
from app.proposals.models import Category, Proposal
from app.proposals.operations import record_consensus


def people(town: Town, organisation: str, names: tuple[str, str, str, str]) -> None:
    town.cast["resident"], town.cast["neighbour"] = town.residents[5], town.residents[38]
    for key, name in zip(("committee", "grid", "supervision", "organisation"), names, strict=True):
        settle(town, key, name)
    hold(
        town,
        "committee",
        PostKind.COMMITTEE,
        "居委会主任" if town.plan.kind == "residential" else "村委会主任",
        duty="召集议事，答复诉求和提案",
        hours="周一至周五 8:30–17:30",
    )
    hold(town, "grid", PostKind.GRID_WORKER, "网格员", grid_id=town.grids[0].id, duty="上门核实、组织志愿班次")
    hold(town, "supervision", PostKind.SUPERVISION, "监督委员", duty="受理申诉，查看履职记录")
    body = Organisation(name=organisation, kind=OrganisationKind.RESIDENT_ORG)
    hold(town, "organisation", PostKind.ORGANISATION_SEAT, "驻区单位席位", organisation=body)


def tell(town: Town) -> None:
    people(town, "齐岳设计院", ("孔令芳", "宋凯", "丁兰", "范工"))
    _fund(town)
    _parking(town)
    fresh = propose(
        town, town.ago(5), "neighbour", "自行车棚加雨篷", "下雨天车座全湿，老人擦不动。", Category.OTHER, "南侧车棚"
    )
    support(town, town.ago(4), fresh, town.residents[300:303])
    everyday.requests(town, everyday.QUANHE, count=30)
    everyday.shifts(town, 15)


def _fund(town: Town) -> None:
    """3 万元怎么花：五项里选，214 户参与（33.4%），声控灯、扶手、长椅中选，共 2.7 万元。"""
    matter = propose(
        town,
        town.ago(150),
        "neighbour",
        "3 万元微基金怎么花？",
        "大家提了 12 个点子，合并成 5 项，一起来选。",
        Category.FUND,
        "全社区",
    )
    support(town, town.ago(148), matter, town.residents[60:68])
    answer(town, town.ago(147), matter, "同意，用社区微基金 3 万元，按大家选的办。")
    talk_opens(town, town.ago(144), matter)
    say(town, town.ago(142), matter, town.residents[300], Stance.FOR, "先装灯：老人夜里在楼道摔过。")
    say(town, town.ago(141), matter, town.residents[410], Stance.AGAINST, "长椅别放窗下，招人夜聊。")
    options = [
        ("楼道声控灯", 1_200_000),
        ("楼梯扶手", 900_000),
        ("休息长椅", 600_000),
        ("快递架", 800_000),
        ("花箱", 500_000),
    ]
    asked = Question(
        "money",
        "3 万元微基金怎么花？",
        "可多选。选得多的先办，到 3 万元为止；投票结束后 45 天内办完。",
        town.ago(126, 0),
        town.ago(116, 0),
        options=options,
        budget=3_000_000,
        delivery_days=45,
        proposal=matter,
    )
    poll = vote(town, asked, town.ago(134))
    tick(town, town.ago(126, 1))
    ballots = [["1", "2"]] * 92 + [["1", "3"]] * 61 + [["2", "3"]] * 31 + [["4"]] * 14 + [["1", "5"]] * 10 + [["3"]] * 6
    cast(town, poll, ballots, paper_every=3)
    tick(town, town.ago(116, 1))
    shift(
        town,
        town.ago(98),
        "装灯那天看护现场",
        town.ago(92, 9),
        3,
        4,
        "1–6 号楼",
        signed=4,
        came=4,
        met=True,
        proposal=matter,
    )
    done(town, town.ago(84), matter, "声控灯、扶手、长椅都已装好；支出 2.7 万元，票据附后。")
    confirm(town, town.ago(82), matter, [True] * 8 + [False])
    for block in range(1, 7):
        lit = ask(
            town,
            town.ago(90),
            town.residents[block * 50],
            f"{block} 号楼的新声控灯亮了吗",
            Category.LAMP,
            f"{block} 号楼",
        )
        answer(town, town.ago(89), lit, "装好后请您看一眼。", town.ago(80))
        done(town, town.ago(83), lit, "灯已装好。")
        confirm(town, town.ago(81), lit, [block != 4])
        if block == 4:
            done(town, town.ago(76), lit, "接线重做，已亮。")
            confirm(town, town.ago(75), lit, [True])
    rated(
        town, town.ago(118), {1: (1, 4, 10, 24, 13), 2: (1, 4, 10, 21, 16), 3: (0, 3, 9, 25, 15), 4: (0, 2, 5, 12, 6)}
    )
    tick(town, town.ago(103, 3))


def _parking(town: Town) -> None:
    """夜间借用单位院子停车：商议后试行，11 户答复，9 户说有改善。"""
    matter = propose(
        town,
        town.ago(68),
        town.residents[120],
        "夜间借用单位院子停车",
        "请设计院 19:00–7:00 开放 40 个车位。现在下班回来要绕三圈。",
        Category.PARKING,
        "设计院内",
    )
    support(town, town.ago(66), matter, town.residents[121:131])
    answer(town, town.ago(64), matter, "已与设计院约谈，列入议程。")
    talk_opens(town, town.ago(60), matter, days=8)
    say(town, town.ago(58), matter, "organisation", Stance.COMMENT, "我们同意夜间开放，违约三次的车退出，先试 90 天。")
    say(town, town.ago(57), matter, town.residents[131], Stance.AGAINST, "早上不挪车怎么办？门岗担不起。")
    say(town, town.ago(56), matter, town.residents[132], Stance.AMEND, "六点五十安排人提醒，用车位的户轮着来。")
    with at(town, town.ago(50)):
        record_consensus(who(town, "committee"), again(Proposal, matter), town.ago(30))
    shift(
        town,
        town.ago(49),
        "早高峰提醒挪车",
        town.ago(40, 6),
        1,
        2,
        "设计院门口",
        signed=2,
        came=2,
        met=True,
        proposal=matter,
    )
    done(town, town.ago(36), matter, "40 个车位夜间开放，试行 90 天，到期日写在门口。")
    confirm(town, town.ago(34), matter, [True] * 9 + [False] * 2)
    shift(town, town.ago(3), "早高峰提醒挪车", town.ahead(2, 6), 1, 2, "设计院门口", signed=1, proposal=matter)
    with at(town, town.ago(35)):
        post(who(town, "committee"), "夜间停车试行办法", "19:00–7:00 开放 40 个车位，试行 90 天；违约三次退出。")


def tell_quietly(town: Town, organisation: str, names: tuple[str, str, str, str], count: int) -> None:
    """A neighbour with a few everyday matters: not enough yet for a score, and said so."""
    people(town, organisation, names)
    everyday.requests(town, everyday.QUANHE, count=count)
    fresh = propose(
        town, town.ago(5), "neighbour", "活动室周末也开门", "孩子们周末没有地方写作业、下棋。", Category.OTHER, "活动室"
    )
    support(town, town.ago(4), fresh, town.residents[10:13])
    shift(town, town.ago(2), "活动室值班", town.ahead(3, 9), 3, 3, "活动室", signed=1)
    with at(town, town.ago(6)):
        post(who(town, "committee"), "冬季取暖安全提示", "使用炭火取暖的家庭请开窗，社区有免费的报警器可领。")
