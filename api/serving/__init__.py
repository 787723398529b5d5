"""Parts of ``motcua serve``: sockets, training of the bot, and the Rasa process."""
