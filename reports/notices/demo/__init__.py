"""The notices of the demonstration county."""
