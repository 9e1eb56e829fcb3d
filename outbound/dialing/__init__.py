"""What happens to one attempt: states, outcomes, and what a carrier must do for us."""
