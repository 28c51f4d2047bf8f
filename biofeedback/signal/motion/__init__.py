"""What a strap's acceleration says: whether the chest is still, how it is turned, and how it rises and falls."""

from biofeedback.signal.motion.watch import MotionWatch

__all__ = ["MotionWatch"]
