"""What a campaign will come to before it is launched: completes, hours, money, and what cannot be met."""
