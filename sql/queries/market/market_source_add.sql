-- market_source_add: a new source; a conflict where its address is one already
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
-- :account        uuid?
-- :due_at         timestamptz   when it is read first by itself
INSERT INTO market_source (id, title, kind, address, enabled, settings, zone, country, currency, region, town, market_kind, credit, credit_url, delay_ms, pages,
                           vanish_percent, vanish_after, account_id, due_at)
VALUES (:id, :title, :kind, :address, :enabled, :settings, :zone, :country, :currency, :region, :town, :market_kind, :credit, :credit_url, :delay_ms, :pages,
        :vanish_percent, :vanish_after, :account, :due_at);
