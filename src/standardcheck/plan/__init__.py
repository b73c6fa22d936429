"""Plans: reading them and checking their data against the vocabulary."""
