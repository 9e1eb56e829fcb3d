"""The expression language: a boolean subset of SQL, parsed, checked and evaluated."""
