"""Outbound: the campaign engine of a telecom operator's outbound service centre."""

import logging

logging.getLogger(__name__).addHandler(
    logging.NullHandler()
)  # silent until a command says where to
