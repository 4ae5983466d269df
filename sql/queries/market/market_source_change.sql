-- market_source_change: what is known of a source; a conflict where another has its address
-- :id             uuid
-- :title          text
-- :kind           text
-- :address        text
-- :enabled        bool
-- :settings       jsonb
-- :zone           text
-- :country        text
-- :currency       text
-- :region         text
-- :town           text
-- :market_kind    text
-- :credit         text
-- :credit_url     text
-- :delay_ms       bigint
-- :pages          int
-- :vanish_percent int
-- :vanish_after   int
UPDATE market_source SET title = :title, kind = :kind, address = :address, enabled = :enabled, settings = :settings, zone = :zone, country = :country,
    currency = :currency, region = :region, town = :town, market_kind = :market_kind, credit = :credit, credit_url = :credit_url, delay_ms = :delay_ms,
    pages = :pages, vanish_percent = :vanish_percent, vanish_after = :vanish_after, updated_at = now()
WHERE id = :id;
