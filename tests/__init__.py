"""The tests, in the folders of what they test. Their names state the rules."""
