"""Organizers bring lists of people: upload or paste, look at what they would do, import."""
