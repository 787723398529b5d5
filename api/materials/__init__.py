"""Materials of procedures: forms, model dossiers, videos and handbooks that the office publishes itself."""
