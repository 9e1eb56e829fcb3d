"""A campaign's life: who may take which step, and every step that was taken."""
