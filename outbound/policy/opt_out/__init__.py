"""Whether a text that a person sent back asks not to be contacted any more, and how much is meant."""

from outbound.policy.opt_out.reading import OptOut, is_opt_out, opt_out

__all__ = ["OptOut", "is_opt_out", "opt_out"]
