"""What runs the product: set-up, serving, the worker, keys, the schema, the operator's commands."""
