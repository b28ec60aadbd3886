"""The words of the results, one file per language.

Each has templates, labels of outcomes, names of strategies and how numbers are written.
"""
