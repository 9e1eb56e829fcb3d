"""What a low score, a complaint or a promise opens."""
