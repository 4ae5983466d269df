-- market_claim_sweep: claims that nobody proved in time
DELETE FROM market_claim c WHERE c.state = 'waiting' AND c.expires_at < now() - interval '1 day';
