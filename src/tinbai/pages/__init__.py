"""Room of tinbai."""
