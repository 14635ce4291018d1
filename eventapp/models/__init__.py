"""THE FILING CABINET: tables and constraints, no rules."""
