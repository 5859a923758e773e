"""Whether synthetic images help, and what stands in their way."""
