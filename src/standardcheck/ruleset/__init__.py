"""Rule packs: their documents, how they compose, and where they are found."""
