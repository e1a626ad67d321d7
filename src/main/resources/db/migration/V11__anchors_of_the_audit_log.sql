-- Which processes wrote to the audit log lately: each has an anchor row at its start, every few minutes and at its end.
create index audit_anchor on audit (at, run) where action in ('audit.started', 'audit.anchored', 'audit.stopped');
