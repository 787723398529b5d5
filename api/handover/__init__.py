"""Live hand-over: a citizen who asks for a person waits in a queue, an operator takes over, answers, hands back.

Who may speak is one row in the database (:class:`api.storage.handover_tables.HandoverRow`), so it outlives a crash and
is the same for every process. :mod:`api.handover.citizens` is the citizen's side, :mod:`api.handover.operators` the
office's; :mod:`api.handover.reception` is what the chat gateway asks; :mod:`api.handover.watching` ends waits nobody
answers and takes conversations back from operators whose page is gone.
"""
