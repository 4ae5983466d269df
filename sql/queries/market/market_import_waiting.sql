-- market_import_waiting: how much of the importer's waits for a person
-- row: doubles bigint, conflicts bigint, failing bigint sources whose last reading failed
SELECT (SELECT count(*) FROM market_merge WHERE state = 'queued') AS doubles, (SELECT count(*) FROM market_conflict WHERE state = 'open') AS conflicts,
       (SELECT count(*) FROM market_source s WHERE s.enabled AND (SELECT r.state FROM market_run r WHERE r.source_id = s.id AND r.state <> 'running' ORDER BY r.id DESC LIMIT 1)
        IN ('failed', 'refused_by_robots')) AS failing;
