"""A person's data: seen, taken along, corrected, deleted; and how long an edition keeps everybody's."""
