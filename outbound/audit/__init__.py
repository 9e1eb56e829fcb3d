"""The audit's rules: what is kept of a decision, how links hang together, what a signature vouches for."""
