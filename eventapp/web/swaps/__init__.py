"""One person comes in another's place: by the organizers, by oneself, or by the unit's contact."""
