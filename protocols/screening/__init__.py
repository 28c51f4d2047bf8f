"""Screening: what is asked before practice, and what each answer changes. A question that changes nothing is a defect.

`questions.toml` is the table, `questionnaire` reads it, `terms` adds up what the answers ask for, `personal` makes the
plan for one protocol. Pure: answers in, plan out.
"""
