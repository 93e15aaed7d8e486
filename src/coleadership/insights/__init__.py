"""Insights: pure functions over what is recorded. They read no clock and no store, and change nothing."""
