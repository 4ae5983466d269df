-- demo_touch: an effect
UPDATE demo SET at = now();
