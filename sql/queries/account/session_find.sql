-- session_find: whose session it is, by its id or by the hash of its cookie; only while it lasts
-- hot
-- :id         uuid?
-- :token_hash bytea?
-- row: id uuid, account uuid, kind text, email text, name text, slug text, language text?, permissions text[],
--      seconds_left bigint, idle bool not marked as used for an hour
SELECT s.id, s.account_id AS account, s.kind, a.email, a.name, a.slug, a.language,
       array(SELECT DISTINCT rp.permission FROM account_role ar JOIN role_permission rp USING (role)
             WHERE ar.account_id = a.id ORDER BY rp.permission) AS permissions,
       floor(extract(epoch FROM s.expires_at - now()))::bigint AS seconds_left,
       s.used_at < now() - interval '1 hour' AS idle
FROM session s
JOIN account a ON a.id = s.account_id
WHERE (s.id = :id OR s.token_hash = :token_hash)
  AND s.revoked_at IS NULL AND s.expires_at > now() AND a.suspended_at IS NULL;
