"""Where an item stands, what comes next and what happened to it, in the reader's language."""

from markupsafe import Markup

from app.community.scope import ScopeKind, named
from app.core.refusal import N_
from app.proposals import life
from app.proposals.models import Answer, Event, Proposal
from app.web.formats import as_date, as_due, as_place
from app.web.permalinks import permalink
from app.web.reader import Reader, gettext, reader
from app.web.shapes import Row, Step, joined, life_line
from app.web.terms import term

EVENTS = {
    Event.WRITTEN: N_("Written"),
    Event.CHECKED: N_("Checked"),
    Event.TURNED_AWAY: N_("Not shown"),
    Event.RESTORED: N_("Shown after an appeal"),
    Event.TURNED: N_("Made a proposal for all"),
    Event.WITHDRAWN: N_("Taken back by the author"),
    Event.ENDORSED: N_("Enough support"),
    Event.ANSWERED: N_("Answered"),
    Event.SENT_BACK: N_("Answer sent back"),
    Event.TAKEN_ON: N_("Taken on by the body in charge"),
    Event.NOT_TAKEN_ON: N_("Not taken on by the body: back with the committee"),
    Event.TALK_OPENED: N_("Talk opened"),
    Event.AGREED: N_("All agree"),
    Event.DECIDED: N_("Decided by vote"),
}
OFFICES = {"committee": "committee", "board": "supervision"}  # as sentences name them → the profile's word


def listed(proposal: Proposal, by: Reader) -> Row:
    """One line of a list: while it goes on its stage stands at the side, once it ended the ending stands first."""
    now = life.phase(proposal)
    stage, number = by.gettext(life.phase_label(proposal, now)), by.gettext("No. %(number)s", number=proposal.number)
    href = permalink("proposal", proposal.number)
    if now is life.Phase.ENDED:
        return Row(proposal.title, href, joined(stage, number, proposal.place))
    tone = "good" if now is life.Phase.CONFIRMING else "plain"
    return Row(proposal.title, href, joined(number, proposal.place, next_words(proposal, by)), stage, tone)


def phase_words(proposal: Proposal) -> str:
    """Where it stands."""
    return gettext(life.phase_label(proposal, life.phase(proposal)))


def next_words(proposal: Proposal, by: Reader | None = None) -> str:
    """Who acts next and by when; "" where nothing more happens."""
    step, by = life.next_step(proposal), by or reader()
    if step is None:
        return ""
    day = as_due(step.due, by)
    if step.missing is None:
        return by.gettext(step.message, day=day, **_offices_in(step.message, by))
    return by.ngettext(
        "%(num)d more household and it goes on the agenda, until %(day)s",
        "%(num)d more households and it goes on the agenda, until %(day)s", step.missing, day=day,
    )  # fmt: skip


def _offices_in(message: str, by: Reader) -> dict[str, str]:
    """Those that a sentence names, as they are called here."""
    return {name: by.term(key) for name, key in OFFICES.items() if name in message}


def life_line_of(proposal: Proposal) -> list[Step]:
    steps, here = life.timeline(proposal)
    return life_line([gettext(step) for step in steps], here)


def seen_by(proposal: Proposal) -> str:
    """Who sees it, where that is not everyone."""
    if proposal.private:
        return gettext("only you and the committee see this")
    return gettext("taken down") if proposal.hidden_at else ""


def answer_line(answer: Answer) -> Markup:
    """Whose answer it is, when it was given, who takes it on, and by when it is done."""
    body = _body(answer)
    due = gettext("to be done by %(day)s", day=as_due(answer.promised_by_at)) if answer.promised_by_at else ""
    return joined(answer.office, as_date(answer.created_at), body, due)


def _body(answer: Answer) -> str:
    if answer.taken_on_at:
        return gettext("taken on by %(body)s", body=answer.body)
    return gettext("passed on to %(body)s", body=answer.body) if answer.body else ""


def scope_choices() -> list[tuple[str, str]]:
    """Whom a matter may concern, as its author says it."""
    own = {ScopeKind.GRID: "grid", ScopeKind.BUILDING: "building", ScopeKind.ENTRANCE: "unit"}
    mine = [(scope.value, gettext("My own %(part)s", part=term(word))) for scope, word in own.items()]
    return [(ScopeKind.COMMUNITY.value, gettext("Everyone here")), *mine]


def scope_words(proposal: Proposal) -> str:
    """Whom it concerns; "" where it is everyone."""
    if proposal.scope_kind is ScopeKind.COMMUNITY:
        return ""
    if proposal.scope_kind is ScopeKind.GRID:
        return gettext("concerns one %(grid)s", grid=term("grid"))
    place = as_place([proposal.scope_building, proposal.scope_entrance])
    within = named(proposal.scope).name if proposal.scope_compound_id else None
    return gettext("concerns %(place)s", place=" ".join(filter(None, (within, place))))
