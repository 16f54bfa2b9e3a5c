"""The top floor: settings, addresses, and the pages made from all three apps."""
