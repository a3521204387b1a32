"""The wording of a regulation as text: tidied, taken apart, referred to, compared.

Knows nothing of the database, so that a paste can be judged before anything is kept.
"""
