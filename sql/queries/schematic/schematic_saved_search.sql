-- schematic_saved_search: a person's saved searches, newest first
-- hot
-- :account uuid
-- :id      uuid?   only this one
-- row: id uuid, title text, query text of the address, link text the page of what it finds, notify bool, created_at timestamptz
SELECT s.id, s.title, s.query, '/schematics?' || s.query AS link, s.notify, s.created_at
FROM schematic_saved_search s
WHERE s.account_id = :account AND (:id::uuid IS NULL OR s.id = :id)
ORDER BY s.id DESC
LIMIT 50;
