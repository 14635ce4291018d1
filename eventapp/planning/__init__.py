"""THE PLANNER: schedule and panels by constraint solving; plain data in, plain data out."""
