"""Where a dossier stands: asked of the office's own system where one is connected, else a signpost; never made up."""
