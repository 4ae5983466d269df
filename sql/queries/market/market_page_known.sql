-- market_page_known: a page as it was read last
-- :source  uuid
-- :address text
-- row: run uuid? that looked last, answered_by text, etag text, last_modified text, content_type text, body bytea
SELECT p.run_id AS run, p.answered_by, p.etag, p.last_modified, p.content_type, p.body FROM market_page p WHERE p.source_id = :source AND p.address = :address;
