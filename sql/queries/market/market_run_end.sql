-- market_run_end: ends a run
-- :id        uuid
-- :state     text
-- :read      bigint
-- :created   bigint
-- :changed   bigint
-- :unchanged bigint
-- :vanished  bigint
-- :refused   bigint
-- :merged    bigint
-- :queued    bigint
-- :conflicts bigint
-- :since     text?    local time
-- :until     text?
-- :problems  jsonb
-- :preview   jsonb
UPDATE market_run SET state = :state, ended_at = clock_timestamp(), read = :read::bigint, created = :created::bigint, changed = :changed::bigint, unchanged = :unchanged::bigint, vanished = :vanished::bigint,
    refused = :refused::bigint, merged = :merged::bigint, queued = :queued::bigint, conflicts = :conflicts::bigint, window_from = :since::text::timestamp, window_until = :until::text::timestamp,
    problems = :problems, preview = :preview
WHERE id = :id AND state = 'running';
