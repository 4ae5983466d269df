-- schematic_saved_search_due: the next saved search to look after, locked: what it finds among the builds listed since it was looked at
-- hot
-- :before  timestamptz  looked at before this
-- :until   timestamptz  builds listed up to here: younger ones may still be on their way
-- row: id uuid, account_id uuid, title text, query text, builds bigint, newest_title text?, wanted bool the person wants to be told
SELECT d.id, d.account_id, d.title, d.query, n.builds, b.title AS newest_title, coalesce(p.page OR p.mail, true) AS wanted
FROM (SELECT s.* FROM schematic_saved_search s WHERE s.notify AND s.told_at < :before ORDER BY s.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) d
     CROSS JOIN LATERAL schematic_search_new(d.filter, d.told_at, :until) n
     LEFT JOIN schematic b ON b.id = n.newest
     LEFT JOIN notice_preference p ON p.account_id = d.account_id AND p.kind = 'schematic.found';
