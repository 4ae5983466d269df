-- market_run_page: the readings of a source, latest first
-- hot
-- :source uuid
-- :before uuid?   cursor
-- :limit  bigint
-- row: id uuid, source_id uuid, source text its title, cause text, trial bool, state text, started_at timestamptz, ended_at timestamptz?, requests bigint, read bigint,
--      created bigint, changed bigint, unchanged bigint, vanished bigint, refused bigint, merged bigint, queued bigint, conflicts bigint, since text? of what was read,
--      until text?, problems jsonb, preview jsonb of a trial, undone_at timestamptz?
SELECT r.id, r.source_id, s.title AS source, r.cause, r.trial, r.state, r.started_at, r.ended_at, r.requests::bigint AS requests, r.read::bigint AS read,
       r.created::bigint AS created, r.changed::bigint AS changed, r.unchanged::bigint AS unchanged, r.vanished::bigint AS vanished, r.refused::bigint AS refused,
       r.merged::bigint AS merged, r.queued::bigint AS queued, r.conflicts::bigint AS conflicts, to_char(r.window_from, 'YYYY-MM-DD"T"HH24:MI') AS since,
       to_char(r.window_until, 'YYYY-MM-DD"T"HH24:MI') AS until, r.problems, r.preview, r.undone_at
FROM market_run r JOIN market_source s ON s.id = r.source_id
WHERE r.source_id = :source AND r.id < coalesce(:before::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY r.id DESC LIMIT :limit;
