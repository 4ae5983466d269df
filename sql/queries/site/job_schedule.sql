-- job_schedule: moves a kind's next turn forward; affects nothing unless it is due, so of many hosts one puts the job
-- :kind  text
-- :every bigint  seconds between turns
INSERT INTO schedule (kind, next_at) VALUES (:kind, now() + make_interval(secs => :every::bigint))
ON CONFLICT (kind) DO UPDATE SET next_at = now() + make_interval(secs => :every) WHERE schedule.next_at <= now();
