"""Published questions and answers of agencies ("Dân hỏi – cơ quan trả lời"): kept ready, searched, said by the bot."""
