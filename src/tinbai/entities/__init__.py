"""Mentions of the eleven entity types, one spaCy component a file."""
