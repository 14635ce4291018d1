"""Background work: the queue, and one module for each kind of job."""
