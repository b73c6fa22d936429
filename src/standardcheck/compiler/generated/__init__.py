"""Fast readings of the typed form: Python functions generated once for a program and a date.

The functions decide outcomes only; evidence, needs and sentences are worked out by the interpreter when somebody
asks. What cannot be decided cheaply and exactly is left to the interpreter, condition by condition.
"""
