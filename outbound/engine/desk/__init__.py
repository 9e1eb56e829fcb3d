"""An agent's desk: the contact in hand, and every act on it."""
