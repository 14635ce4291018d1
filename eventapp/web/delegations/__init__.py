"""A unit's contact registers many people: start, list, one person, swap."""
