"""The Twilio adapter; the only code that knows Twilio."""
