"""THE PLANNER: schedule and panels by constraint solving; plain data in, plain data out."""

from eventapp.planning.planner import plan
from eventapp.planning.progress import STAGE_LABELS, CannotPlan, Progress, Stage, Stopped

__all__ = ["STAGE_LABELS", "CannotPlan", "Progress", "Stage", "Stopped", "plan"]
