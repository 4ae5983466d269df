-- reset_sweep: forgets links that are past their time
DELETE FROM password_reset WHERE expires_at < now() - interval '1 day';
