"""The campaign file: one YAML, read with positions, validated into a Campaign."""
