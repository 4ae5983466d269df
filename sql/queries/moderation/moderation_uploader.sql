-- moderation_uploader: somebody's record, as moderators see it
-- hot
-- :account uuid
-- row: id uuid, name text, slug text, created_at timestamptz, suspended bool, builds bigint, approved bigint decisions, rejected bigint,
--      taken_down bigint, hidden bigint comments
SELECT a.id, a.name, a.slug, a.created_at, a.suspended_at IS NOT NULL AS suspended,
       (SELECT count(*) FROM schematic s WHERE s.account_id = a.id) AS builds,
       (SELECT count(*) FROM review_case c WHERE c.account_id = a.id AND c.decision = 'approved') AS approved,
       (SELECT count(*) FROM review_case c WHERE c.account_id = a.id AND c.decision = 'rejected') AS rejected,
       (SELECT count(*) FROM review_case c WHERE c.account_id = a.id AND c.decision = 'taken_down') AS taken_down,
       (SELECT count(*) FROM social_comment m WHERE m.account_id = a.id AND m.hidden_at IS NOT NULL) AS hidden
FROM account a WHERE a.id = :account;
