"""Formulas of every format: found, brought into one form of MathML, and given words."""
