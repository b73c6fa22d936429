"""What a plan may say: kinds, fields, quantities, units and labels, read from an annotated JSON Schema."""
