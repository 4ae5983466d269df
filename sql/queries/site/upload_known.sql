-- upload_known: which of these are on their way
-- hot
-- :ids uuid[]
-- row: id uuid
SELECT u.id FROM upload u WHERE u.id = ANY(:ids::uuid[]);
