-- Moderation, for every room: what waits for a decision, what visitors report, and who did what.

-- A subject put before the moderators. One open case a subject; decided ones stay as its history.
CREATE TABLE review_case (
    id           uuid PRIMARY KEY, -- UUIDv7: the queue's order
    room         text NOT NULL,
    subject_id   uuid NOT NULL,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- whose it is
    hints        jsonb NOT NULL DEFAULT '[]', -- [{"kind": "near-duplicate", …}]: what the program noticed
    note         text NOT NULL DEFAULT '' CHECK (char_length(note) <= 4000), -- of the uploader who hands it in again
    decision     text CHECK (decision IN ('approved', 'rejected', 'taken_down', 'withdrawn')), -- null: open
    reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 4000), -- as the uploader is told
    decided_by   uuid REFERENCES account ON DELETE SET NULL,
    decided_at   timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX review_case_open ON review_case (room, subject_id) WHERE decision IS NULL;
CREATE INDEX review_case_queue ON review_case (id) WHERE decision IS NULL;
CREATE INDEX review_case_subject ON review_case (room, subject_id, id DESC);
CREATE INDEX review_case_account ON review_case (account_id);
CREATE INDEX review_case_decided ON review_case (decided_by);

-- What a visitor finds wrong with a subject, a comment or a person.
CREATE TABLE report (
    id           uuid PRIMARY KEY,
    room         text NOT NULL, -- schematic …; comment; person
    subject_id   uuid NOT NULL,
    account_id   uuid REFERENCES account ON DELETE SET NULL, -- who reports
    kind         text NOT NULL CHECK (kind IN ('spam', 'stolen', 'harmful', 'offensive', 'licence', 'other')),
    words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 4000),
    resolution   text CHECK (resolution IN ('acted', 'dismissed')), -- null: open
    resolved_by  uuid REFERENCES account ON DELETE SET NULL,
    resolved_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX report_once ON report (room, subject_id, account_id) WHERE resolution IS NULL; -- one open a person
CREATE INDEX report_open ON report (id) WHERE resolution IS NULL;
CREATE INDEX report_subject ON report (room, subject_id, id DESC);
CREATE INDEX report_account ON report (account_id);
CREATE INDEX report_resolved ON report (resolved_by);

-- Who did what with a power that others do not have. Rows are only added.
CREATE TABLE audit (
    id           uuid PRIMARY KEY,
    account_id   uuid, -- no foreign key: the trail outlives the person
    account_name text NOT NULL,
    action       text NOT NULL, -- review.approved, review.rejected, schematic.taken_down, comment.hidden, report.dismissed …
    room         text NOT NULL DEFAULT '',
    subject_id   uuid,
    subject      text NOT NULL DEFAULT '', -- as it was called then
    detail       jsonb NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_subject ON audit (room, subject_id, id DESC);
CREATE INDEX audit_account ON audit (account_id, id DESC);
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail only grows';
END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
