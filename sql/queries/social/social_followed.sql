-- social_followed: whether the viewer follows a person or a tag, and how many do
-- hot
-- :kind   text
-- :target text
-- :viewer uuid?
-- row: kind text, target text, following bool, followers bigint
SELECT :kind AS kind, :target AS target,
       EXISTS (SELECT FROM social_follow f WHERE f.account_id = :viewer::uuid AND f.kind = :kind AND f.target = :target) AS following,
       (SELECT count(*) FROM social_follow f WHERE f.kind = :kind AND f.target = :target) AS followers;
