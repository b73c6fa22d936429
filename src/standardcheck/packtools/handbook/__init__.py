"""A handbook of rule packs: static pages for reading, printing and searching, made from the packs alone."""
