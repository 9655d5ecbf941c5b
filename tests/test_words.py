"""The words people read: a village's own, and our own sentences wherever a form says no."""

import inspect
import itertools
import pkgutil
from importlib import import_module

import pytest
from flask import g
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField
from wtforms.fields.core import UnboundField

import app as product
from app.community.scope import WHOLE
from app.core import profiles
from app.polls import presets
from app.polls.forms import BallotForm, QuestionForm
from app.web.forms import CreatingForm, EditingForm, Form
from app.web.terms import term
from tenants.models import Community
from tests.polls.steps import rule_of_fund, rule_of_households


def test_a_village_is_called_a_village(app, make):
    village, estate = make.community(kind="village", profile="cn"), make.community(profile="cn")
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert profiles.word(village, "committee", "zh") == "村委会"
        assert profiles.word(estate, "committee", "zh") == "居委会"
        assert profiles.word(village, "grid", "zh") == "网格"  # where it says it like everyone
        g.community = village
        assert term("committee") == "villagers' committee"


def forms():
    """Every form of the product."""
    for module in pkgutil.walk_packages(product.__path__, "app."):
        if module.name.endswith("forms"):
            for one in vars(import_module(module.name)).values():
                if inspect.isclass(one) and issubclass(one, Form) and one not in (Form, CreatingForm, EditingForm):
                    yield one


def names(form):
    return [name for name in dir(form) if isinstance(getattr(form, name), UnboundField)]


def needed(form):
    """What a form is made for, where its questions follow from that: every question a vote can ask, every kind of ballot."""
    if form is QuestionForm:
        return [(preset, [WHOLE]) for preset in presets.of_profile("cn")]
    return [(rule_of_households(),), (rule_of_fund([], 1),)] if form is BallotForm else [()]


TYPED = ["", "x", "9" * 30_000, "0001-01-01", "9999-12-31", "-1", "NaN"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("form", sorted(set(forms()), key=lambda one: f"{one.__module__}.{one.__name__}"), ids=str)
def test_whatever_is_typed_every_form_answers_in_our_own_words(app, form, monkeypatch):
    """WTForms' own sentences reach nobody, and no day is taken that cannot be reckoned with. No data is touched."""
    monkeypatch.setattr(CreatingForm, "validate", Form.validate)  # else somebody must have sent it
    for given, typed in itertools.product(needed(form), TYPED):
        with app.test_request_context(method="POST", headers={"Accept-Language": "zh"}):
            g.community = Community(name="望河社区", zone="Asia/Shanghai", profile="cn")
            filled = form(*given, formdata=MultiDict([(name, typed) for name in names(form)]))
            for field in filled:
                if isinstance(field, SelectField) and field.choices is None:
                    field.choices = []
            filled.validate()
            said = [str(text) for texts in filled.errors.values() for text in texts]
            assert not [text for text in said if not any("\u4e00" <= letter <= "\u9fff" for letter in text)]
            days = [field for field in filled if isinstance(field, DateField) and field.data]
            assert not [day for day in days if not day.errors and not 1900 <= day.data.year <= 2100]
