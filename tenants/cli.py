from flask.cli import AppGroup
communities = AppGroup("communities")
