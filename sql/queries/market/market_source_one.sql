-- market_source_one: a source and how it was read last
-- :id uuid
-- row: id uuid, title text, kind text page or json-ld or microdata or h-event or ics or geojson or list, address text, enabled bool read every night,
--      settings jsonb selectors and the like, zone text, country text, currency text, region text, town text, market_kind text, credit text who must be named,
--      credit_url text, delay_ms bigint between requests, pages int at most, vanish_percent int, vanish_after int, due_at timestamptz, markets bigint that it tells of,
--      run uuid? the last one, state text?, ended_at timestamptz? of that, created_at timestamptz
SELECT s.id, s.title, s.kind, s.address, s.enabled, s.settings, s.zone, s.country, s.currency, s.region, s.town, s.market_kind, s.credit, s.credit_url,
       s.delay_ms, s.pages, s.vanish_percent, s.vanish_after, s.due_at,
       (SELECT count(DISTINCT o.market_id) FROM market_origin o WHERE o.source_id = s.id AND o.vanished_at IS NULL) AS markets,
       r.id AS run, r.state, r.ended_at, s.created_at
FROM market_source s
LEFT JOIN LATERAL (SELECT * FROM market_run r WHERE r.source_id = s.id ORDER BY r.id DESC LIMIT 1) r ON true
WHERE s.id = :id;
