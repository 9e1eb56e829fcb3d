"""Satisfaction scores, their intervals, and the pictures that show them."""
