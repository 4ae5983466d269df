-- upload_sweep: forgets those whose time is over
DELETE FROM upload WHERE expires_at <= now();
