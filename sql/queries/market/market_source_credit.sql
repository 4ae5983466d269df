-- market_source_credit: a source says itself who must be named, where nobody configured that
-- :id         uuid
-- :credit     text
-- :credit_url text
UPDATE market_source SET credit = :credit, credit_url = :credit_url WHERE id = :id AND credit = '' AND credit_url = '' AND (:credit::text <> '' OR :credit_url::text <> '');
