"""The desk: where people read interviews and accept, change or reject what is suggested, in the browser."""

from pipeline.review.app import create_app
from pipeline.review.server import serve

__all__ = [
    "create_app",
    "serve",
]
