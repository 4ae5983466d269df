-- social_followed: whether the viewer follows a person or a tag, or waits to be let follow, and how many follow
-- hot
-- :kind   text
-- :target text
-- :viewer uuid?
-- row: kind text, target text, following bool, requested bool, followers bigint 0 of a profile that is closed to the viewer
SELECT :kind AS kind, :target AS target, coalesce(mine.accepted, false) AS following, coalesce(NOT mine.accepted, false) AS requested,
       (SELECT count(*) FROM social_follow f WHERE f.kind = :kind AND f.target = :target AND f.accepted
          AND CASE :kind WHEN 'person' THEN profile_open(:target::text::uuid, :viewer) ELSE true END) AS followers
FROM (SELECT) one
LEFT JOIN social_follow mine ON mine.account_id = :viewer::uuid AND mine.kind = :kind AND mine.target = :target;
