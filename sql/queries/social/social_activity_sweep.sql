-- social_activity_sweep: forgets what people did half a year ago; that a subject was published stays known, so that it is told of once
DELETE FROM social_activity WHERE verb <> 'published' AND created_at < now() - interval '180 days';
