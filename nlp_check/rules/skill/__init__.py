"""Skill: what the clinician directed, and who was there."""
