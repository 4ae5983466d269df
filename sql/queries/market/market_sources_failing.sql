-- market_sources_failing: sources that are read every night and were not for days, or whose readings fail
-- row: title text, state text, since timestamptz?
SELECT s.title, coalesce(r.state, 'never') AS state, r.started_at AS since
FROM market_source s LEFT JOIN LATERAL (SELECT * FROM market_run r WHERE r.source_id = s.id AND NOT r.trial AND r.state <> 'running' ORDER BY r.id DESC LIMIT 1) r ON true
WHERE s.enabled AND (r.state IN ('failed', 'refused_by_robots') OR s.due_at < now() - interval '1 day' OR (r.id IS NULL AND s.created_at < now() - interval '2 days'))
ORDER BY s.title;
