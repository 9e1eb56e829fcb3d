"""What campaigns came to: scores, reports, effects, costs."""
