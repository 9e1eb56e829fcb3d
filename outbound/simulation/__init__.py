"""A campaign's whole period on virtual time, on the engine's own code, against simulated people."""
