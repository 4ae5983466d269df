-- market_update: what is absent stays as it was
-- :id           uuid
-- :title        text?
-- :description  text?
-- :kind         text?
-- :setting      text?
-- :organiser    uuid?
-- :has_organiser bool
-- :place        text?
-- :street       text?
-- :postcode     text?
-- :town         text?
-- :region       text?
-- :country      text?
-- :has_position bool
-- :latitude     float?
-- :longitude    float?
-- :zone         text?
-- :schedule     jsonb?
-- :has_fee      bool
-- :entrance_fee bigint?
-- :has_price    bool
-- :stall_price  bigint?
-- :currency     text?
-- :accessible   text?   yes, no or unknown
-- :toilets      text?
-- :dogs         text?
-- :cards        text?
-- :website      text?
-- :email        text?
-- :phone        text?
-- :status       text?
-- :visibility   text?
UPDATE market m
SET title = coalesce(:title, m.title), description = coalesce(:description, m.description), kind = coalesce(:kind, m.kind),
    setting = coalesce(:setting, m.setting), organiser_id = CASE WHEN :has_organiser::bool THEN :organiser::uuid ELSE m.organiser_id END,
    place = coalesce(:place, m.place), street = coalesce(:street, m.street), postcode = coalesce(:postcode, m.postcode),
    town = coalesce(:town, m.town), region = coalesce(:region, m.region), country = coalesce(:country, m.country),
    latitude = CASE WHEN :has_position::bool THEN :latitude::float8 ELSE m.latitude END,
    longitude = CASE WHEN :has_position THEN :longitude::float8 ELSE m.longitude END,
    zone = coalesce(:zone, m.zone), schedule = coalesce(:schedule::jsonb, m.schedule),
    entrance_fee = CASE WHEN :has_fee::bool THEN :entrance_fee::bigint ELSE m.entrance_fee END,
    stall_price = CASE WHEN :has_price::bool THEN :stall_price::bigint ELSE m.stall_price END, currency = coalesce(:currency, m.currency),
    accessible = CASE WHEN :accessible::text IS NULL THEN m.accessible ELSE nullif(:accessible, 'unknown') = 'yes' END,
    toilets = CASE WHEN :toilets::text IS NULL THEN m.toilets ELSE nullif(:toilets, 'unknown') = 'yes' END,
    dogs = CASE WHEN :dogs::text IS NULL THEN m.dogs ELSE nullif(:dogs, 'unknown') = 'yes' END,
    cards = CASE WHEN :cards::text IS NULL THEN m.cards ELSE nullif(:cards, 'unknown') = 'yes' END,
    website = coalesce(:website, m.website), email = coalesce(:email, m.email), phone = coalesce(:phone, m.phone),
    status = coalesce(:status, m.status), visibility = coalesce(:visibility, m.visibility)
WHERE m.id = :id;
