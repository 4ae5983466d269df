-- market_prior_reckon: moves the prior of the markets' scores where it drifted, and what rests on it
-- :weight float   in ratings
-- row: moved bigint   scores that changed
SELECT coalesce(market_prior_reckon(:weight), 0) AS moved;
