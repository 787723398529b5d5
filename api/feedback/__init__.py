"""Phản ánh, kiến nghị (PAKN): from the first word of a citizen to the published answer (NĐ 20/2008/NĐ-CP)."""
