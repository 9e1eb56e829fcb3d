"""The processes that share one store: who they are, which of them leads, what they tell each other."""
