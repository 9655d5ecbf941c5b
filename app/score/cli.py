from flask.cli import AppGroup
score_cli = AppGroup("score")
