"""A day that the audit tells of, and the ways to falsify it."""
