-- market_one: one market, found by id or by slug, for whom may see it
-- hot
-- :id        uuid?
-- :slug      text?   when there is no id
-- :viewer    uuid?   who asks, when signed in
-- :moderator bool
-- :latitude  float?  where the reader is
-- :longitude float?
-- row: id uuid, slug text, title text, description text Markdown, kind text, setting text indoor or outdoor or both or unknown,
--      place text, street text, postcode text, town text, region text, country text ISO 3166-1,
--      latitude float?, longitude float?, distance float? metres from the point that was asked for,
--      zone text IANA, today text the day where the market is now, schedule jsonb rules and opening hours and overrides,
--      date text? key of the next date, starts timestamptz?, ends timestamptz?, from_local text? by the market's own clock, until_local text?, several_days bool it lasts longer than a day, in_days int? from today where the market is,
--      status text? of the next date: scheduled or cancelled or moved, reason text?, open_now bool,
--      held timestamptz? where that date is cancelled: the next that is held, held_local text?,
--      entrance_fee bigint? minor units; 0 is free, stall_price bigint?, currency text ISO 4217,
--      accessible bool?, toilets bool?, dogs bool?, cards bool?, website text, email text, phone text,
--      ended bool it is not held any more, review text, review_reason text? for those who keep it and for moderators, visibility text,
--      merged_into text? slug of the market that it turned out to be,
--      origins jsonb of each field who said it and when, sequence int,
--      score float Bayesian mean of 1 to 5; 0 without ratings, ratings bigint, stars bigint sum of the four kinds of all ratings,
--      likes bigint, comments bigint, favourites bigint,
--      organiser_name text?, organiser_slug text?, organiser_claimed bool, mine bool, may_edit bool, created_at timestamptz, updated_at timestamptz,
--      cover text? path of its picture,
--      organiser_website text?, organiser_email text?, organiser_phone text?
SELECT m.id, m.slug, m.title, m.description, m.kind, m.setting, m.place, m.street, m.postcode, m.town, m.region, m.country, m.latitude, m.longitude,
       m.at <-> earth_point(:latitude::float8, :longitude::float8) AS distance, m.zone, (now() AT TIME ZONE m.zone)::date::text AS today, m.schedule,
       to_char(d.key, 'YYYY-MM-DD"T"HH24:MI') AS date, d.starts, d.ends, to_char(d.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS from_local,
       to_char(d.ends AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS until_local,
       coalesce(d.ends - d.starts > interval '24 hours', false) AS several_days,
       d.day - (now() AT TIME ZONE m.zone)::date AS in_days, d.status, d.reason,
       coalesce(d.starts <= now() AND d.status <> 'cancelled', false) AS open_now, h.starts AS held,
       to_char(h.starts AT TIME ZONE m.zone, 'YYYY-MM-DD"T"HH24:MI') AS held_local, m.entrance_fee, m.stall_price, m.currency,
       m.accessible, m.toilets, m.dogs, m.cards, m.website, m.email, m.phone, m.status = 'ended' AS ended, m.review,
       CASE WHEN m.account_id = :viewer::uuid OR o.account_id = :viewer OR :moderator THEN m.review_reason END AS review_reason, m.visibility,
       k.slug AS merged_into, m.origins, m.sequence, m.score, m.ratings, m.stars, m.likes, m.comments, m.favourites,
       o.name AS organiser_name, o.slug AS organiser_slug, o.claimed_at IS NOT NULL AS organiser_claimed,
       coalesce(m.account_id = :viewer OR o.account_id = :viewer, false) AS mine,
       coalesce(m.account_id = :viewer OR o.account_id = :viewer, false) OR :moderator AS may_edit, m.created_at, m.updated_at, '/images/' || market_cover(m.id) || '/1280' AS cover,
       nullif(o.website, '') AS organiser_website, nullif(o.email, '') AS organiser_email, nullif(o.phone, '') AS organiser_phone
FROM market m LEFT JOIN market_organiser o ON o.id = m.organiser_id LEFT JOIN market k ON k.id = m.merged_into AND k.reachable
     LEFT JOIN LATERAL market_date_in(m.id, m.zone, 'coming', NULL, NULL) d ON m.status = 'active'
     LEFT JOIN LATERAL (
         SELECT n.starts FROM market_date n WHERE d.status = 'cancelled' AND n.market_id = m.id AND n.starts > d.starts AND n.status <> 'cancelled'
         ORDER BY n.starts LIMIT 1
     ) h ON true
WHERE m.id = coalesce(:id::uuid, (SELECT s.id FROM market s WHERE s.slug = :slug))
  AND (m.reachable OR k.id IS NOT NULL OR m.account_id = :viewer OR o.account_id = :viewer OR :moderator);
