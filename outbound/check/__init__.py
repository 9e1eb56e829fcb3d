"""What a campaign author is told before anything runs: one small function per kind of problem."""
