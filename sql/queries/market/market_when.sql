-- market_when: what a market's dates are made from
-- :id uuid
-- row: id uuid, zone text, schedule jsonb, country text, region text, latitude float?, longitude float?, title text, town text
SELECT m.id, m.zone, m.schedule, m.country, m.region, m.latitude, m.longitude, m.title, m.town FROM market m WHERE m.id = :id;
