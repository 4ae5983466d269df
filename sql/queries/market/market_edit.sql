-- market_edit: what a form about a market starts from
-- :id     uuid
-- row: id uuid, slug text, title text, description text, kind text, setting text, organiser text? its name, organiser_slug text?, place text,
--      street text, postcode text, town text, region text, country text, latitude float?, longitude float?, zone text, schedule jsonb,
--      entrance_fee bigint? minor units; 0 is free, stall_price bigint?, currency text, accessible bool?, toilets bool?, dogs bool?, cards bool?,
--      website text, email text, phone text, status text, visibility text, review text, review_reason text, sequence int, updated_at timestamptz
SELECT m.id, m.slug, m.title, m.description, m.kind, m.setting, o.name AS organiser, o.slug AS organiser_slug, m.place, m.street, m.postcode, m.town,
       m.region, m.country, m.latitude, m.longitude, m.zone, m.schedule, m.entrance_fee, m.stall_price, m.currency, m.accessible, m.toilets, m.dogs,
       m.cards, m.website, m.email, m.phone, m.status, m.visibility, m.review, m.review_reason, m.sequence, m.updated_at
FROM market m LEFT JOIN market_organiser o ON o.id = m.organiser_id WHERE m.id = :id;
