-- account_export_sweep: forgets copies whose time is over; their files go with the sweep of blobs
DELETE FROM account_export WHERE expires_at < now();
