-- market_page_put: keeps a page that was read; what it says is new where its bytes are
-- :source        uuid
-- :address       text
-- :run           uuid
-- :answered_by   text
-- :etag          text
-- :last_modified text
-- :content_type  text
-- :body          bytea
INSERT INTO market_page AS p (source_id, address, run_id, answered_by, etag, last_modified, content_type, body)
VALUES (:source, :address, :run, :answered_by, :etag, :last_modified, :content_type, :body)
ON CONFLICT (source_id, address) DO UPDATE
SET run_id = EXCLUDED.run_id, answered_by = EXCLUDED.answered_by, etag = EXCLUDED.etag, last_modified = EXCLUDED.last_modified, fetched_at = now(),
    applied = p.applied AND p.body = EXCLUDED.body AND p.content_type = EXCLUDED.content_type, content_type = EXCLUDED.content_type, body = EXCLUDED.body;
