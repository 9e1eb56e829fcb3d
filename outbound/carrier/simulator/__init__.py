"""A local carrier that the Twilio SDK cannot tell from the real one."""
