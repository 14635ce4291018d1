"""The demonstration edition: invented units, groups, stories and people, loaded through the ordinary use cases."""
