"""The command line: one file a command, each with its options and a short ``run``.

Nothing here judges, extracts or counts; a command reads its arguments, calls the part that does, and prints.
Everything heavy is imported inside ``run``, so that ``nlp-check units`` does not wait for spaCy.
"""
