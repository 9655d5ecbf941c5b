"""The roll of households from a sheet: its columns known by name, its lines read, compared with the register, written.

What the import needs of a sheet is all that is ever looked at: names, numbers of identity cards and telephones are left
in the file (reading.py takes the known columns alone), and no value of a line is said back unless it is a door.
"""
