"""The audit as people use it: signed, verified, and one number's file taken from it."""
