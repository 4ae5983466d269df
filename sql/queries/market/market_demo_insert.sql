-- market_demo_insert: a demo market; affects nothing where it is there already
-- :id           uuid
-- :account      uuid?
-- :organiser    uuid?
-- :slug         text
-- :title        text
-- :description  text
-- :kind         text
-- :setting      text
-- :place        text
-- :street       text
-- :postcode     text
-- :town         text
-- :country      text
-- :latitude     float?
-- :longitude    float?
-- :zone         text
-- :schedule     jsonb
-- :entrance_fee bigint?
-- :stall_price  bigint?
-- :currency     text
-- :accessible   bool?
-- :toilets      bool?
-- :dogs         bool?
-- :cards        bool?
INSERT INTO market (id, account_id, organiser_id, slug, title, description, kind, setting, place, street, postcode, town, country, latitude, longitude, zone,
                    schedule, entrance_fee, stall_price, currency, accessible, toilets, dogs, cards, origins)
VALUES (:id, :account, :organiser, :slug, :title, :description, :kind, :setting, :place, :street, :postcode, :town, :country, :latitude, :longitude, :zone,
        :schedule, :entrance_fee, :stall_price, :currency, :accessible, :toilets, :dogs, :cards,
        (SELECT jsonb_object_agg(f, jsonb_build_object('source', 'person', 'at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
         FROM unnest(ARRAY['title', 'place', 'schedule', 'kind']) f))
ON CONFLICT (slug) DO NOTHING;
