-- account_export_gather: puts down everything about a person, in the order of its sections
-- :export  uuid
-- :account uuid
INSERT INTO account_export_item (export_id, section, item)
SELECT :export, s.section, i
FROM (SELECT DISTINCT c.section FROM personal_column c WHERE c.section IS NOT NULL) s
CROSS JOIN LATERAL personal_items(:account, s.section) i
ORDER BY s.section, i ->> 'created_at', i ->> 'at';
