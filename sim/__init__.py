"""Rollout Lab: how an organisation rolls out AI, simulated."""
