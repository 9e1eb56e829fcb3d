"""Attacks on what may be spent, and what the carrier says was."""
