"""THE RULEBOOK: decisions as pure functions on frozen dataclasses; standard library only."""
