-- notice_unread: how many notices wait to be read; past 100 it no longer counts
-- hot
-- :account uuid
-- row: unread bigint
SELECT count(*) AS unread
FROM (SELECT FROM notice n
      LEFT JOIN account a ON a.id = n.actor_id
      LEFT JOIN notice_preference p ON p.account_id = n.account_id AND p.kind = n.kind
      WHERE n.account_id = :account AND n.read_at IS NULL AND coalesce(p.page, true)
        AND a.closed_at IS NULL
        AND NOT EXISTS (SELECT FROM subject s WHERE s.room = n.room AND s.id = n.subject_id AND NOT s.shown AND s.owner <> n.account_id)
      LIMIT 100) unread;
