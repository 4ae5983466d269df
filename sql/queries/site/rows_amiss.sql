-- rows_amiss: rows that do not go together and work that nobody does, by kind; an hour is left for what is under way
-- row: kind text, rows bigint, example text
WITH amiss (kind, example) AS (
    SELECT 'job put aside', j.kind || ': ' || coalesce(j.why, '') FROM job j WHERE j.state = 'aside'
    UNION ALL SELECT 'job that waits', j.kind FROM job j WHERE j.state = 'waiting' AND j.run_at < now() - interval '1 hour'
    UNION ALL SELECT 'job that hangs', j.kind FROM job j WHERE j.state = 'running' AND j.locked_until < now() - interval '1 hour'
    UNION ALL SELECT 'build without its version', s.slug FROM schematic s
        WHERE NOT EXISTS (SELECT FROM schematic_version v WHERE v.schematic_id = s.id AND v.number = s.version AND v.sha256 = s.sha256)
    UNION ALL SELECT 'version without a study', s.slug FROM schematic_version v JOIN schematic s ON s.id = v.schematic_id
        WHERE NOT EXISTS (SELECT FROM schematic_file f WHERE f.sha256 = v.sha256)
    UNION ALL SELECT 'version without a scan', s.slug FROM schematic_version v JOIN schematic s ON s.id = v.schematic_id
        WHERE v.status = 'pending' AND v.created_at < now() - interval '1 hour'
          AND NOT EXISTS (SELECT FROM job j WHERE j.kind = 'scan' AND j.payload ->> 'sha256' = encode(v.sha256, 'hex'))
    UNION ALL SELECT 'file without a picture', encode(f.sha256, 'hex') FROM schematic_file f
        WHERE f.analysis = 'waiting' AND f.touched_at < now() - interval '1 hour'
          AND NOT EXISTS (SELECT FROM job j WHERE j.kind = 'analyse' AND j.payload ->> 'sha256' = encode(f.sha256, 'hex'))
    UNION ALL SELECT 'conversion that nobody makes', encode(c.sha256, 'hex') || ' ' || c.target FROM schematic_conversion c
        WHERE c.made IS NULL AND c.why = '' AND c.created_at < now() - interval '1 hour'
          AND NOT EXISTS (SELECT FROM job j WHERE j.kind = 'convert' AND j.payload ->> 'sha256' = encode(c.sha256, 'hex'))
    UNION ALL SELECT 'gallery picture that nobody hands to the pool', p.id::text FROM schematic_picture p
        WHERE p.file IS NOT NULL AND NOT EXISTS (SELECT FROM job j WHERE j.kind = 'picture' AND j.payload ->> 'picture' = p.id::text)
    UNION ALL SELECT 'build that waits in no queue', s.slug FROM schematic s
        WHERE s.review = 'waiting' AND NOT EXISTS (SELECT FROM review_case c WHERE c.room = 'schematic' AND c.subject_id = s.id AND c.decision IS NULL)
    UNION ALL SELECT 'market that waits in no queue', m.slug FROM market m WHERE m.review = 'waiting' AND m.visibility = 'public'
          AND NOT EXISTS (SELECT FROM review_case c WHERE c.room = 'market' AND c.subject_id = m.id AND c.decision IS NULL)
    UNION ALL SELECT 'ratings that wait in no queue', m.slug FROM market m WHERE EXISTS (SELECT FROM market_rating r WHERE r.market_id = m.id AND r.state = 'waiting')
          AND NOT EXISTS (SELECT FROM review_case c WHERE c.room = 'burst' AND c.subject_id = m.id AND c.decision IS NULL)
    UNION ALL SELECT 'market with a wrong count of ratings', m.slug
        FROM market m LEFT JOIN (SELECT r.market_id, count(*) AS n, sum(r.total) AS stars FROM market_rating r WHERE r.state = 'shown' GROUP BY 1) r ON r.market_id = m.id
        WHERE (m.ratings, m.stars) IS DISTINCT FROM (coalesce(r.n, 0), coalesce(r.stars, 0))
    UNION ALL SELECT 'version that waits in no queue', s.slug FROM schematic_version v JOIN schematic s ON s.id = v.schematic_id
        WHERE v.review = 'waiting' AND s.review = 'approved'
          AND NOT EXISTS (SELECT FROM review_case c WHERE c.room = 'schematic' AND c.subject_id = s.id AND c.decision IS NULL)
)
SELECT coalesce(a.kind, '') AS kind, count(*) AS rows, coalesce(min(a.example), '') AS example FROM amiss a GROUP BY a.kind ORDER BY 1;
