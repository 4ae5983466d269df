-- session_sweep: forgets sessions, and with them their tokens, that ended a month ago
DELETE FROM session WHERE expires_at < now() - interval '30 days';
