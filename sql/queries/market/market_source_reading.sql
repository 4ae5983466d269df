-- market_source_reading: how a source is read: what is configured beside its settings is part of them
-- :id uuid
-- row: id uuid, title text, kind text, address text, settings jsonb, zone text, currency text, credit text, delay_ms bigint, pages int, vanish_percent int, vanish_after int
SELECT s.id, s.title, s.kind, s.address,
       s.settings || jsonb_build_object('defaults', jsonb_strip_nulls(jsonb_build_object('zone', nullif(s.zone, ''), 'country', nullif(s.country, ''),
           'region', nullif(s.region, ''), 'town', nullif(s.town, ''), 'kind', nullif(s.market_kind, ''))) || coalesce(s.settings -> 'defaults', '{}'))
           || CASE WHEN s.currency <> '' THEN jsonb_build_object('currency', s.currency) ELSE '{}' END AS settings,
       s.zone, s.currency, s.credit, s.delay_ms, s.pages, s.vanish_percent, s.vanish_after
FROM market_source s WHERE s.id = :id;
