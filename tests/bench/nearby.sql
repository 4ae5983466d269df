-- 100,000 markets with three million dates around now, for tests/bench/nearby.mjs: always the same ones, save for the days. They gather around
-- 600 towns of between Hamburg's and a village's size; weekly, monthly and single dates, most on weekends.
CREATE FUNCTION pg_temp.share(n bigint, of int) RETURNS float LANGUAGE sql IMMUTABLE AS
    $$ SELECT (hashint8extended(n, of) & 2147483647) / 2147483648.0::float $$;
CREATE TEMP TABLE town AS
SELECT t, 'Town ' || t AS name, 47.5 + 10 * pg_temp.share(t, 1) AS latitude, 6.5 + 8 * pg_temp.share(t, 2) AS longitude FROM generate_series(1, 600::bigint) t;

ALTER TABLE market_date DISABLE TRIGGER USER;
INSERT INTO market_organiser (id, slug, name)
SELECT ('01900000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid, 'organiser-' || i, 'Organiser ' || i FROM generate_series(1, 2000) i;
INSERT INTO market (id, organiser_id, slug, title, description, kind, setting, place, street, postcode, town, country, latitude, longitude, zone, currency, entrance_fee,
                    stall_price, accessible, toilets, dogs, cards, ratings, score)
SELECT (lpad(to_hex(1700000000000 + i * 1000), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid,
       CASE WHEN i % 3 = 0 THEN ('01900000-0000-7000-9000-' || lpad(to_hex(1 + i % 2000), 12, '0'))::uuid END, 'bench-' || i,
       ('{Flohmarkt,Trödelmarkt,Loppemarked,Kræmmermarked,Antikmarkt,Wochenmarkt,Hofflohmarkt,Loppis}'::text[])[1 + i % 8] || ' ' || i % 977, 'Tables and tents.',
       ('{flea,flea,flea,antiques,car_boot,farmers,christmas,crafts,fair,other}'::text[])[1 + i % 10], ('{outdoor,outdoor,indoor,both,unknown}'::text[])[1 + i % 5],
       'Place ' || i % 40, 'Street ' || i % 300, lpad((t.t * 17 % 99999)::text, 5, '0'), t.name, 'DE',
       t.latitude + 0.25 * (pg_temp.share(i, 4) - 0.5) * pg_temp.share(i, 5), t.longitude + 0.4 * (pg_temp.share(i, 6) - 0.5) * pg_temp.share(i, 7), 'Europe/Berlin', 'EUR',
       CASE WHEN i % 4 < 2 THEN 0 WHEN i % 4 = 2 THEN 100 * (i % 9) END, CASE WHEN i % 3 = 0 THEN 100 * (i % 60) END,
       CASE i % 4 WHEN 0 THEN true WHEN 1 THEN false END, CASE i % 5 WHEN 0 THEN true WHEN 1 THEN false END, CASE i % 6 WHEN 0 THEN false WHEN 1 THEN true END,
       CASE i % 7 WHEN 0 THEN true WHEN 1 THEN false END, i % 5, CASE WHEN i % 5 > 0 THEN 1 + 4 * pg_temp.share(i, 8) ELSE 0 END
FROM generate_series(1, 100000::bigint) i JOIN town t ON t.t = 1 + floor(600 * pg_temp.share(i, 3) ^ 2.5)::bigint;
-- Of a hundred: 45 weekly, 35 monthly, 20 once. Half on Sundays, a third on Saturdays.
INSERT INTO market_date (market_id, key, starts, ends, day, status)
SELECT m.id, d.day + interval '9 hours', (d.day + interval '9 hours') AT TIME ZONE 'Europe/Berlin', (d.day + interval '15 hours') AT TIME ZONE 'Europe/Berlin', d.day,
       CASE WHEN hashint8(m.n * 1000 + extract(doy FROM d.day)::int) % 50 = 0 THEN 'cancelled' ELSE 'scheduled' END
FROM (SELECT id, substr(slug, 7)::bigint AS n, CASE WHEN substr(slug, 7)::bigint % 20 < 9 THEN 7 WHEN substr(slug, 7)::bigint % 20 < 16 THEN 28 ELSE 9999 END AS every,
             date_trunc('week', now())::date + CASE WHEN substr(slug, 7)::bigint % 12 < 6 THEN 6 WHEN substr(slug, 7)::bigint % 12 < 10 THEN 5 ELSE (substr(slug, 7)::bigint % 5)::int END AS first
      FROM market WHERE slug LIKE 'bench-%') m
     CROSS JOIN LATERAL (SELECT m.first + CASE m.every WHEN 7 THEN 0 WHEN 28 THEN 7 * (m.n % 4)::int ELSE 7 * (m.n % 50)::int END + k * m.every AS day
                         FROM generate_series(CASE m.every WHEN 7 THEN -12 WHEN 28 THEN -3 ELSE 0 END, CASE m.every WHEN 7 THEN 56 WHEN 28 THEN 13 ELSE 0 END) k) d;
ALTER TABLE market_date ENABLE TRIGGER USER;
UPDATE market m SET next_starts = n.starts, next_ends = n.ends, next_day = n.day FROM market o CROSS JOIN LATERAL market_next_date(o.id) n WHERE m.id = o.id;
VACUUM ANALYZE market;
VACUUM ANALYZE market_date;
