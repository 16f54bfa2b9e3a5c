"""How the reference of a paper reads: its venue, volume, pages, editors and publisher."""
