"""Pages."""

from flask import Blueprint

bp = Blueprint("score", __name__)
