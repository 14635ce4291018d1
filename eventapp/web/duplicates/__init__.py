"""Double submissions."""
