"""The plumbing of the face: the door of a view, forms, errors, language, formats, headers."""
