"""Stacking: what counts towards what, as rules that can be planned with."""
