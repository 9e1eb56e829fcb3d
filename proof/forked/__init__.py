"""What forked processes share: how they are run side by side, the time, a carrier that tells nothing, its callbacks."""
