-- account_export_items: some of what was put down, in order
-- :export uuid
-- :after  bigint
-- :limit  bigint
-- row: position bigint, section text, item text
SELECT i.position, i.section, i.item::text AS item FROM account_export_item i
WHERE i.export_id = :export AND i.position > :after ORDER BY i.position LIMIT :limit;
