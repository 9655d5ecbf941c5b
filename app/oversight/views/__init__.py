"""The superior's desk, and the bodies that communities pass matters on to."""
