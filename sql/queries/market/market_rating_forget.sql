-- market_rating_forget: forgets where old ratings came from
UPDATE market_rating SET visitor = NULL WHERE visitor IS NOT NULL AND said_at < now() - interval '30 days';
