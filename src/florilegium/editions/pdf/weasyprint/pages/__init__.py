"""The pages of a section: made, levelled, their figures moved."""
