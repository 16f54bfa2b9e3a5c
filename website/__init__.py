"""The project: settings, URLs, and the pages made from all three apps."""
