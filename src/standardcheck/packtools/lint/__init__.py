"""What is wrong with a rule pack although it loads. The checks are one table: ``checks.CHECKS``."""
