"""Whose space: communities, the regions above them, and the locks between them."""

from tenants.database import across_communities, db

__all__ = ["across_communities", "db"]
