"""The imports of papers: what each one did, and how to undo it in one step."""
