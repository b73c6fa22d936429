"""The thirty rules of ``rules/bench`` for engines that a user could take instead, one module an engine."""
