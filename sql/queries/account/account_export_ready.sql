-- account_export_ready: the file of a copy is there; what it was made of goes, and so do older copies; its person is told
-- :id     uuid
-- :sha256 bytea
-- :size   bigint
-- :notice uuid
WITH made AS (UPDATE account_export e SET state = 'ready', sha256 = :sha256, size = :size WHERE e.id = :id RETURNING e.account_id),
gone AS (DELETE FROM account_export_item i WHERE i.export_id = :id),
older AS (DELETE FROM account_export o USING made m WHERE o.account_id = m.account_id AND o.id <> :id)
INSERT INTO notice (id, account_id, kind, link, mailed_at) SELECT :notice, m.account_id, 'account.export', '/account/data', now() FROM made m; -- no news for a digest
