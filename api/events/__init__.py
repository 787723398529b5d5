"""Sessions with the public: online exchanges and direct dialogues, announced, asked for, registered for."""
