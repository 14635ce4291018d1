"""THE CLERKS: one function is one use case is one transaction; actor and now are arguments."""
