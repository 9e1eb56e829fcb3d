"""Workers and callers who race, and the verdict on who won."""
