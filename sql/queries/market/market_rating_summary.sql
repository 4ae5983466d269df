-- market_rating_summary: how a market is rated: means of the four dimensions, and how many gave how many stars on the whole
-- hot
-- :market uuid
-- row: ratings bigint, score float the Bayesian mean; 0: not rated yet, selection float?, prices float?, setting float?, access float?,
--      five bigint whose mean rounds to five stars, four bigint, three bigint, two bigint, one bigint
SELECT coalesce(m.ratings, 0) AS ratings, coalesce(m.score, 0) AS score, s.selection, s.prices, s.setting, s.access, s.five, s.four, s.three, s.two, s.one
FROM (SELECT avg(r.selection)::float8 AS selection, avg(r.prices)::float8 AS prices, avg(r.setting)::float8 AS setting, avg(r.access)::float8 AS access,
             count(*) FILTER (WHERE r.total >= 18) AS five, count(*) FILTER (WHERE r.total BETWEEN 14 AND 17) AS four,
             count(*) FILTER (WHERE r.total BETWEEN 10 AND 13) AS three, count(*) FILTER (WHERE r.total BETWEEN 6 AND 9) AS two,
             count(*) FILTER (WHERE r.total <= 5) AS one
      FROM market_rating r WHERE r.market_id = :market AND r.state = 'shown') s
LEFT JOIN market m ON m.id = :market;
