"""Judging plans: findings, what they mean together, and why they came out so."""
