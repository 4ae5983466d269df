-- notice_prefer: keeps a wish about one kind of notice
-- :account uuid
-- :kind    text
-- :page    bool
-- :mail    bool
INSERT INTO notice_preference (account_id, kind, page, mail) VALUES (:account, :kind, :page, :mail)
ON CONFLICT (account_id, kind) DO UPDATE SET page = excluded.page, mail = excluded.mail;
