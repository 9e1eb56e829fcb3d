"""The checks behind `outbound check`: one small function for each kind of problem."""

from outbound.check.workspace import check_workspace

__all__ = ["check_workspace"]
