-- account_session: every place where a person is signed in, the last used first
-- hot
-- :account uuid
-- :current uuid   the one that asks
-- row: id uuid, kind text browser or api, device text, user_agent text, address text, created_at timestamptz,
--      used_at timestamptz, current bool
SELECT s.id, s.kind,
       coalesce(nullif(concat_ws(' · ',
           CASE WHEN s.user_agent ~ 'Firefox/' THEN 'Firefox'
                WHEN s.user_agent ~ 'Edg/' THEN 'Edge'
                WHEN s.user_agent ~ 'OPR/' THEN 'Opera'
                WHEN s.user_agent ~ 'Chrome/' THEN 'Chrome'
                WHEN s.user_agent ~ 'Safari/' THEN 'Safari' END,
           CASE WHEN s.user_agent ~ 'Android' THEN 'Android'
                WHEN s.user_agent ~ 'iPhone' THEN 'iPhone'
                WHEN s.user_agent ~ 'iPad' THEN 'iPad'
                WHEN s.user_agent ~ 'Windows' THEN 'Windows'
                WHEN s.user_agent ~ 'Macintosh' THEN 'macOS'
                WHEN s.user_agent ~ 'Linux' THEN 'Linux' END), ''),
           nullif(left(s.user_agent, 60), ''), s.kind) AS device,
       s.user_agent, s.address, s.created_at, s.used_at, s.id = :current AS current
FROM session s
WHERE s.account_id = :account AND s.revoked_at IS NULL AND s.expires_at > now()
ORDER BY s.used_at DESC
LIMIT 100;
