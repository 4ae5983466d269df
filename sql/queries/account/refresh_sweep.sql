-- refresh_sweep: forgets refresh tokens that are past their time
DELETE FROM refresh_token WHERE expires_at < now();
