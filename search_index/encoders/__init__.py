"""The encoders that are installed beside the default one, each in its own module."""
