-- notice_preferences: what a person wants to be told, and where: both, page, mail or none
-- :account uuid
-- row: digest text never daily or weekly, comments text, answers text, likes text, followers text, builds text, markets text
WITH wish AS (
    SELECT p.kind, CASE WHEN p.page AND p.mail THEN 'both' WHEN p.page THEN 'page' WHEN p.mail THEN 'mail' ELSE 'none' END AS way
    FROM notice_preference p WHERE p.account_id = :account
)
SELECT a.digest,
       coalesce((SELECT way FROM wish WHERE kind = 'social.comment'), 'both') AS comments,
       coalesce((SELECT way FROM wish WHERE kind = 'social.reply'), 'both') AS answers,
       coalesce((SELECT way FROM wish WHERE kind = 'social.like'), 'both') AS likes,
       coalesce((SELECT way FROM wish WHERE kind = 'social.follow'), 'both') AS followers,
       coalesce((SELECT way FROM wish WHERE kind = 'schematic.new'), 'both') AS builds,
       coalesce((SELECT way FROM wish WHERE kind = 'market.cancelled'), 'both') AS markets
FROM account a WHERE a.id = :account;
