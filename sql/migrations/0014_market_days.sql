-- A date that lasts for days is on each of them.
DROP FUNCTION market_days(date, bigint, bigint, bigint, float8, float8, float8);

-- Of each of DAYS days from FIRST on, at most EACH dates, those that begin then by the hour, then those that go on, and how many there are, counted up to
-- MOST. FIRST_DAY and LAST_DAY are those of the date itself; of what lasts no longer than a day they are the same. A point with its radius gathers the
-- markets around it first; without one each day is looked up.
CREATE FUNCTION market_days(first date, days bigint, each bigint, most bigint, latitude float8, longitude float8, radius float8,
                            OUT day date, OUT market_id uuid, OUT starts timestamptz, OUT ends timestamptz, OUT status text, OUT first_day date, OUT last_day date,
                            OUT markets bigint)
RETURNS SETOF record LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    here cube := earth_point(latitude, longitude);
    longest CONSTANT interval := '33 days'; -- schedule.h: a month at most
BEGIN
    IF here IS NULL THEN
        RETURN QUERY
        WITH going AS MATERIALIZED (
            SELECT d.market_id, d.starts, d.ends, d.status, d.day AS first_day, ((d.ends AT TIME ZONE m.zone) - interval '1 microsecond')::date AS last_day
            FROM market_date d JOIN market m ON m.id = d.market_id
            WHERE d.long AND d.starts > first::timestamptz - longest AND d.starts < (first + days::int)::timestamptz + interval '1 day' AND m.listed
        )
        SELECT w.day, t.market_id, t.starts, t.ends, t.status, t.first_day, t.last_day, t.markets
        FROM (SELECT first + n AS day FROM generate_series(0, days::int - 1) n) w CROSS JOIN LATERAL (
            SELECT f.*, count(*) OVER () AS markets, row_number() OVER (ORDER BY f.first_day < w.day, f.starts, f.market_id) AS place
            FROM ((SELECT d.market_id, d.starts, d.ends, d.status, d.day AS first_day, d.day AS last_day
                   FROM market_date d JOIN market m ON m.id = d.market_id WHERE d.day = w.day AND NOT d.long AND m.listed LIMIT most)
                  UNION ALL
                  (SELECT * FROM going g WHERE g.first_day <= w.day AND g.last_day >= w.day LIMIT most) LIMIT most) f
        ) t WHERE t.place <= each;
    ELSE
        RETURN QUERY
        SELECT t.day, t.market_id, t.starts, t.ends, t.status, t.first_day, t.last_day, least(t.markets, most)
        FROM (SELECT first + n AS day, d.market_id, d.starts, d.ends, d.status, d.day AS first_day, l.last_day, count(*) OVER (PARTITION BY n) AS markets,
                     row_number() OVER (PARTITION BY n ORDER BY d.day < first + n, d.starts, d.market_id) AS place
              FROM (SELECT m.id, m.zone FROM market m WHERE m.listed AND m.at <@ cube_enlarge(here, radius, 3) AND m.at <-> here <= radius ORDER BY m.at <-> here LIMIT 1000) m
                   JOIN market_date d ON d.market_id = m.id
                   CROSS JOIN LATERAL (SELECT CASE WHEN d.long THEN ((d.ends AT TIME ZONE m.zone) - interval '1 microsecond')::date ELSE d.day END AS last_day) l
                   CROSS JOIN LATERAL generate_series(greatest(d.day - first, 0), least(l.last_day - first, days::int - 1)) n
              WHERE d.starts > first::timestamptz - longest AND (d.long OR d.starts > first::timestamptz - interval '2 days')
                    AND d.starts < (first + days::int)::timestamptz + interval '2 days') t
        WHERE t.place <= each;
    END IF;
END $$;
