"""A face measured, compared with conditions, and put into words."""
