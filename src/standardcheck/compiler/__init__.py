"""Rules in typed form, and the ways to run them."""
