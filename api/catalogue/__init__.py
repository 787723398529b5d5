"""The procedures as lists: narrowed by agency, branch, audience, way of filing; fields with counts; the glossary."""
