"""Badges on paper and labels."""
