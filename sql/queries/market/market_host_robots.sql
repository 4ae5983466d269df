-- market_host_robots: keeps what a site says to robots
-- :origin text
-- :says   text   read, allow or disallow
-- :robots bytea?
UPDATE market_host SET robots_says = :says, robots = :robots, robots_at = clock_timestamp() WHERE origin = :origin;
