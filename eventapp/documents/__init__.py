"""THE PRINT ROOM: bytes to domain values and back; the only home of document libraries."""
