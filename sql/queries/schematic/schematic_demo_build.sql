-- schematic_demo_build: a build that the program made, by the name of its file
-- :file_name text
-- row: id uuid
SELECT s.id FROM schematic s JOIN account a ON a.id = s.account_id
WHERE a.slug IN ('demo-mira', 'demo-jonas', 'demo-saga') AND s.file_name = :file_name
ORDER BY s.id
LIMIT 1;
