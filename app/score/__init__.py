"""The co-governance score: evidence, formula, versions, what is published and what corrects it."""
