"""What Rasa may ask for: each action turns a message and its context into answers and a new context.

Thin on purpose: ``knowledge`` finds and states facts, ``knowledge.answers`` holds the words.
"""
