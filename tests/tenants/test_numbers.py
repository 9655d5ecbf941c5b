"""Numbers of a community: one after another, also the first ones, also when several ask at once."""

from concurrent.futures import ThreadPoolExecutor

from tenants import db
from tenants.numbers import next_number


def test_each_kind_counts_on_from_one(make, community):
    with make.inside(community):
        assert [next_number("tree"), next_number("tree"), next_number("bush")] == [1, 2, 1]


def test_several_at_once_get_different_numbers(app, make, community):
    def take(_):
        with make.inside(community):
            number = next_number("stone")
            db.commit()
            return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(24))) == list(range(1, 25))


def test_a_number_that_was_not_used_is_given_again(make, community):
    with make.inside(community):
        next_number("leaf")
        db.session.rollback()
        assert next_number("leaf") == 1
