"""Figures: how well perception and policy do, and how sure they may be."""
