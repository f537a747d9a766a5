/** So many recordings are moved in one transaction: about half a second of work. */
const BATCH = 5000;

const batch = /* sql */ `(SELECT id FROM recording_before ORDER BY rowid LIMIT ${BATCH})`;

const membersOf = /* sql */ `
  (SELECT json_group_array(identity.id ORDER BY position)
   FROM media_recipient JOIN identity USING (issuer_der, serial_decimal) WHERE media_file_id = media_file.id)`;

/** pem_bytes, deflated_envelope: functions.ts. Deleting a recording deletes its media file and its recipients. */
const moveRecordings = /* sql */ `
  INSERT INTO identity (issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn)
  SELECT issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn
  FROM media_file JOIN media_recipient ON media_file_id = media_file.id
  WHERE recording_id IN ${batch} ORDER BY media_file.rowid, position ON CONFLICT DO NOTHING;

  INSERT INTO recipient_set (members)
  SELECT DISTINCT ${membersOf} FROM media_file WHERE recording_id IN ${batch} AND pkcs7 IS NOT NULL
  ON CONFLICT DO NOTHING;

  INSERT INTO recording (uuid, kind, call_uuid, ani, dnis, geo_location, ivr_profile_id, ivr_profile_name, started_at,
    duration_ms, retained_until, set_id, bytes, file)
  SELECT recording_before.id, kind, call_uuid, ani, dnis, geo_location, ivr_profile_id, ivr_profile_name,
    CAST(round(unixepoch(started_at, 'subsec') * 1000) AS INTEGER), duration_ms,
    CAST(round(unixepoch(retained_until, 'subsec') * 1000) AS INTEGER),
    CASE WHEN pkcs7 IS NULL THEN 0 ELSE (SELECT id FROM recipient_set WHERE members = ${membersOf}) END,
    bytes, file
  FROM recording_before JOIN media_file ON recording_id = recording_before.id
  WHERE recording_before.id IN ${batch} ORDER BY recording_before.rowid ON CONFLICT DO NOTHING;

  UPDATE recipient_set
  SET envelope = (SELECT pem_bytes(pkcs7) FROM recording JOIN media_file ON recording_id = uuid
                  WHERE set_id = recipient_set.id ORDER BY recording.id LIMIT 1)
  WHERE envelope IS NULL AND id <> 0;

  INSERT INTO envelope (recording_id, deflated)
  SELECT recording.id, deflated_envelope(pem_bytes(pkcs7), envelope)
  FROM recording JOIN recipient_set ON recipient_set.id = set_id
    JOIN media_file ON recording_id = uuid AND media_file.file = recording.file
  WHERE uuid IN ${batch} AND pkcs7 IS NOT NULL;

  DELETE FROM recording_before WHERE id IN ${batch};
`;

const someEntries = /* sql */ `
  (SELECT * FROM audit_entry WHERE id > (SELECT upto FROM audit_indexed) ORDER BY id LIMIT ${BATCH})`;

/** audit_grams: functions.ts. */
const indexEntries = /* sql */ `
  INSERT INTO audit_gram (rowid, grams)
  SELECT id, audit_grams(action, username || char(10) || session || char(10) || action || char(10) || summary || char(10)
    || coalesce((substr(at, 9, 2) + 0) || ' ' || substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * substr(at, 6, 2) - 2, 3)
    || ' ' || substr(at, 1, 4) || ' ' || substr(at, 12, 5), '')) FROM ${someEntries};
  UPDATE audit_indexed SET upto = coalesce((SELECT max(id) FROM ${someEntries}), upto);
`;

const someRecordings = `(SELECT id FROM recording WHERE id > (SELECT upto FROM recording_upto) ORDER BY id LIMIT ${BATCH})`;

const sameRoute = /* sql */ `
  route.geo_location IS recording.geo_location AND route.ivr_profile_id IS recording.ivr_profile_id
  AND route.ivr_profile_name IS recording.ivr_profile_name`;

const shortenRecordings = /* sql */ `
  INSERT INTO route (geo_location, ivr_profile_id, ivr_profile_name)
  SELECT DISTINCT geo_location, ivr_profile_id, ivr_profile_name FROM recording
  WHERE id IN ${someRecordings} AND NOT EXISTS (SELECT 1 FROM route WHERE ${sameRoute});
  UPDATE recording
  SET call_uuid = CASE WHEN call_uuid = uuid THEN '' ELSE call_uuid END,
    route_id = (SELECT id FROM route WHERE ${sameRoute}),
    geo_location = NULL, ivr_profile_id = NULL, ivr_profile_name = NULL
  WHERE id IN ${someRecordings};
  UPDATE recording_upto SET upto = coalesce((SELECT max(id) FROM ${someRecordings}), upto);
`;

/**
 * Steps that move a batch of rows, and that are repeated, each time in a transaction of its own, until no rows are left.
 * So a start that is cut off goes on where it was.
 */
export const repeated: ReadonlyMap<string, { left: string; what: readonly [one: string, many?: string] }> =
  new Map([
    [moveRecordings, { left: 'SELECT count(*) AS n FROM recording_before', what: ['recording'] }],
    [
      indexEntries,
      {
        left: 'SELECT count(*) AS n FROM audit_entry WHERE id > (SELECT upto FROM audit_indexed)',
        what: ['entry', 'entries'],
      },
    ],
    [
      shortenRecordings,
      {
        left: 'SELECT count(*) AS n FROM recording WHERE id > (SELECT upto FROM recording_upto)',
        what: ['recording'],
      },
    ],
  ]);

/** Done once, a step that moves a batch would leave the other rows where the next step drops them. */
export function assertRepeated(steps: readonly string[]): void {
  const once = steps.find((step) => step.includes(`LIMIT ${BATCH}`) && !repeated.has(step));
  if (once) throw new Error(`This step moves a batch and is not repeated: ${once}`);
}

/**
 * The schema of a tenant's database, as numbered steps. A released step is never edited; a change is a new step at the
 * end. SQLite's `user_version` is the number of steps done.
 */
export const migrations: readonly string[] = [
  /* sql */ `
  -- One row: a known text sealed under the keystore's key. It tells a wrong key file at the start.
  CREATE TABLE key_check (sealed BLOB NOT NULL) STRICT;

  CREATE TABLE account (
    username      TEXT PRIMARY KEY,
    role          TEXT NOT NULL CHECK (role IN ('administrator', 'professional', 'agent')),
    password_hash TEXT NOT NULL
  ) STRICT;

  -- token_hash: the cookie's token itself is nowhere. keystore_revision: what this session sees of the keystore.
  CREATE TABLE session (
    id                TEXT    PRIMARY KEY,
    token_hash        BLOB    NOT NULL UNIQUE,
    username          TEXT    NOT NULL REFERENCES account ON DELETE CASCADE,
    keystore_revision INTEGER NOT NULL,
    started_at        TEXT    NOT NULL,
    seen_at           TEXT    NOT NULL
  ) STRICT;

  -- Issuer and serial number identify a certificate (RFC 5280, 4.1.2.2). serial_order sorts as the number counts.
  -- A deleted pair stays whole until it is destroyed.
  CREATE TABLE certificate (
    id                  TEXT    PRIMARY KEY,
    serial_hex          TEXT    NOT NULL,
    serial_decimal      TEXT    NOT NULL,
    serial_order        TEXT    NOT NULL,
    subject_name        TEXT    NOT NULL COLLATE NOCASE,
    subject_dn          TEXT    NOT NULL,
    issuer_dn           TEXT    NOT NULL,
    alias               TEXT    NOT NULL,
    not_before          TEXT    NOT NULL,
    not_after           TEXT    NOT NULL,
    key_bits            INTEGER NOT NULL,
    signature_algorithm TEXT    NOT NULL,
    sha256              TEXT    NOT NULL,
    self_signed         TEXT    NOT NULL CHECK (self_signed IN ('yes', 'no', 'cannot say')),
    uploaded_by         TEXT    NOT NULL,
    uploaded_at         TEXT    NOT NULL,
    deleted_by          TEXT,
    deleted_at          TEXT,
    version             INTEGER NOT NULL DEFAULT 1,
    issuer_der          BLOB    NOT NULL,
    der                 BLOB    NOT NULL,
    CHECK ((deleted_by IS NULL) = (deleted_at IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX certificate_identity ON certificate (issuer_der, serial_decimal) WHERE deleted_at IS NULL;
  CREATE INDEX certificate_by_uploaded_at   ON certificate (uploaded_at, id);
  CREATE INDEX certificate_by_subject_name  ON certificate (subject_name, id);
  CREATE INDEX certificate_by_serial_number ON certificate (serial_order, id);
  CREATE INDEX certificate_by_not_after     ON certificate (not_after, id);
  CREATE INDEX certificate_by_key_bits      ON certificate (key_bits, id);
  CREATE INDEX certificate_by_deleted_at    ON certificate (deleted_at) WHERE deleted_at IS NOT NULL;

  -- PKCS#8, sealed and bound to the certificate's id (store/sealing.ts).
  CREATE TABLE private_key (
    certificate_id TEXT PRIMARY KEY REFERENCES certificate ON DELETE CASCADE,
    sealed         BLOB NOT NULL
  ) STRICT;

  -- What each session did to the keystore, so that every session can see its own changes and the others' of before
  -- its sign-in (store/view.ts).
  CREATE TABLE keystore_change (
    revision       INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id     TEXT NOT NULL,
    certificate_id TEXT NOT NULL REFERENCES certificate ON DELETE CASCADE,
    kind           TEXT NOT NULL CHECK (kind IN ('added', 'removed'))
  ) STRICT;
  CREATE INDEX keystore_change_by_certificate ON keystore_change (certificate_id, revision);

  -- Answers of uploads by Idempotency-Key. Of the request it keeps a SHA-256 only.
  CREATE TABLE upload_answer (
    username        TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_sha256  BLOB NOT NULL,
    answer          TEXT NOT NULL,
    at              TEXT NOT NULL,
    PRIMARY KEY (username, idempotency_key)
  ) STRICT;

  CREATE TABLE ivr_profile (
    id           TEXT    PRIMARY KEY,
    name         TEXT    NOT NULL UNIQUE,
    position     INTEGER NOT NULL,
    service_type TEXT    NOT NULL,
    geo_location TEXT,
    is_default   INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    version      INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE TABLE ivr_profile_certificate (
    profile_id     TEXT    NOT NULL REFERENCES ivr_profile,
    certificate_id TEXT    NOT NULL REFERENCES certificate,
    position       INTEGER NOT NULL,
    assigned_by    TEXT    NOT NULL,
    assigned_at    TEXT    NOT NULL,
    PRIMARY KEY (profile_id, certificate_id)
  ) STRICT;
  CREATE INDEX ivr_profile_certificate_by_certificate ON ivr_profile_certificate (certificate_id);

  CREATE TABLE screen_recording_certificate (
    certificate_id TEXT    PRIMARY KEY REFERENCES certificate,
    position       INTEGER NOT NULL,
    added_by       TEXT    NOT NULL,
    added_at       TEXT    NOT NULL
  ) STRICT;

  -- An entry may be about several certificates (an assignment), and outlives them.
  CREATE TABLE audit_entry (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    username TEXT NOT NULL,
    role     TEXT NOT NULL,
    session  TEXT NOT NULL,
    action   TEXT NOT NULL,
    summary  TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_entry_by_action ON audit_entry (action, id);
  CREATE TABLE audit_entry_certificate (
    certificate_id TEXT    NOT NULL,
    entry_id       INTEGER NOT NULL REFERENCES audit_entry,
    PRIMARY KEY (certificate_id, entry_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX audit_entry_certificate_by_entry ON audit_entry_certificate (entry_id);
  `,

  /* sql */ `
  -- A certificate's number in a profile (certificate-1, …) stays its own, also when another one is taken out.
  ALTER TABLE ivr_profile_certificate RENAME COLUMN position TO key_number;
  UPDATE ivr_profile_certificate SET key_number = key_number + 1;
  CREATE UNIQUE INDEX ivr_profile_certificate_by_key ON ivr_profile_certificate (profile_id, key_number);
  ALTER TABLE ivr_profile ADD COLUMN changed_by TEXT;
  ALTER TABLE ivr_profile ADD COLUMN changed_at TEXT;

  -- certificate_id is no reference: a request, with its own copy of the certificate, outlives the pair.
  CREATE TABLE assignment_request (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT    NOT NULL,
    subject_name   TEXT    NOT NULL,
    serial_hex     TEXT    NOT NULL,
    serial_decimal TEXT    NOT NULL,
    not_before     TEXT    NOT NULL,
    not_after      TEXT    NOT NULL,
    key_bits       INTEGER NOT NULL,
    sha256         TEXT    NOT NULL,
    der            BLOB    NOT NULL,
    note           TEXT    NOT NULL,
    requested_by   TEXT    NOT NULL,
    requested_at   TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('waiting', 'assigned', 'declined', 'withdrawn')),
    answered_by    TEXT,
    answered_at    TEXT,
    reason         TEXT,
    CHECK ((state = 'waiting') = (answered_at IS NULL)),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX assignment_request_waiting ON assignment_request (certificate_id) WHERE state = 'waiting';
  CREATE INDEX assignment_request_by_time ON assignment_request (requested_at);
  CREATE TABLE assignment_request_profile (
    request_id TEXT NOT NULL REFERENCES assignment_request,
    profile_id TEXT NOT NULL REFERENCES ivr_profile,
    PRIMARY KEY (request_id, profile_id)
  ) STRICT, WITHOUT ROWID;
  `,

  /* sql */ `
  -- One row: the tenant's contact center as Interaction Recording Web Services knows it, a random UUID (RFC 9562, 5.4),
  -- and the version of its list.
  CREATE TABLE screen_recording_list (
    contact_center_id TEXT    PRIMARY KEY,
    version           INTEGER NOT NULL DEFAULT 1,
    changed_by        TEXT,
    changed_at        TEXT
  ) STRICT;
  INSERT INTO screen_recording_list (contact_center_id)
  SELECT lower(substr(bits, 1, 8) || '-' || substr(bits, 9, 4) || '-4' || substr(bits, 14, 3) || '-a' || substr(bits, 18, 3)
               || '-' || substr(bits, 21, 12))
  FROM (SELECT hex(randomblob(16)) AS bits);
  CREATE UNIQUE INDEX screen_recording_certificate_by_position ON screen_recording_certificate (position);
  `,

  /* sql */ `
  -- The profile's name is kept as it was when the call was recorded.
  CREATE TABLE recording (
    id               TEXT PRIMARY KEY,
    kind             TEXT NOT NULL CHECK (kind IN ('voice', 'screen')),
    call_uuid        TEXT NOT NULL,
    ani              TEXT NOT NULL,
    dnis             TEXT NOT NULL,
    geo_location     TEXT,
    ivr_profile_id   TEXT,
    ivr_profile_name TEXT,
    started_at       TEXT NOT NULL,
    stopped_at       TEXT NOT NULL,
    retained_until   TEXT NOT NULL
  ) STRICT;
  CREATE INDEX recording_by_time ON recording (started_at, id);
  CREATE INDEX recording_by_retention ON recording (retained_until);

  -- pkcs7: the envelope in PEM; NULL where the media is stored in the clear. file: its name in the media folder.
  CREATE TABLE media_file (
    id           TEXT    PRIMARY KEY,
    recording_id TEXT    NOT NULL REFERENCES recording ON DELETE CASCADE,
    media_id     TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    bytes        INTEGER NOT NULL,
    duration_ms  INTEGER NOT NULL,
    pkcs7        TEXT,
    file         TEXT    NOT NULL UNIQUE
  ) STRICT;
  CREATE INDEX media_file_by_recording ON media_file (recording_id);

  -- No reference to a certificate: a recording outlives it, and is found again by issuer and serial number when the
  -- pair comes back. The names are for people.
  CREATE TABLE media_recipient (
    media_file_id  TEXT    NOT NULL REFERENCES media_file ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    issuer_der     BLOB    NOT NULL,
    serial_decimal TEXT    NOT NULL,
    serial_hex     TEXT    NOT NULL,
    subject_name   TEXT    NOT NULL,
    issuer_dn      TEXT    NOT NULL,
    PRIMARY KEY (media_file_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX media_recipient_by_identity ON media_recipient (issuer_der, serial_decimal);

  -- The counts are those of the time of the answer; while it waits they are computed.
  CREATE TABLE deletion_request (
    id             TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL,
    subject_name   TEXT NOT NULL,
    serial_hex     TEXT NOT NULL,
    serial_decimal TEXT NOT NULL,
    issuer_der     BLOB NOT NULL,
    note           TEXT NOT NULL,
    requested_by   TEXT NOT NULL,
    requested_at   TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'agreed', 'declined', 'withdrawn', 'deleted')),
    answered_by    TEXT,
    answered_at    TEXT,
    reason         TEXT,
    recordings     TEXT,
    CHECK ((state = 'waiting') = (answered_at IS NULL)),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX deletion_request_open ON deletion_request (certificate_id) WHERE state IN ('waiting', 'agreed');
  CREATE INDEX deletion_request_by_time ON deletion_request (requested_at);
  `,

  /* sql */ `
  -- Distinguished names were kept as OpenSSL escapes them; now a person can read them. readable_dn: database.ts.
  UPDATE certificate SET subject_dn = readable_dn(subject_dn), issuer_dn = readable_dn(issuer_dn);
  UPDATE media_recipient SET issuer_dn = readable_dn(issuer_dn);
  `,

  /* sql */ `
  -- The last time that a copy of the private key was proven to open; nothing of the key itself. The copy is kept
  -- under location, in a person's words.
  CREATE TABLE backup_check (
    certificate_id TEXT PRIMARY KEY REFERENCES certificate ON DELETE CASCADE,
    checked_at     TEXT NOT NULL,
    checked_by     TEXT NOT NULL,
    location       TEXT NOT NULL
  ) STRICT;
  -- Answers that are kept for a second send have what every answer has now.
  UPDATE upload_answer SET answer = json_set(answer, '$.backupCheck', json('null'));
  `,

  /* sql */ `
  -- token_hash: the token in the feed's address is nowhere. read_at: when a calendar last asked for it.
  CREATE TABLE calendar_feed (
    username   TEXT PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE,
    made_at    TEXT NOT NULL,
    read_at    TEXT
  ) STRICT;
  `,

  /* sql */ `
  -- Since when it is known what was assigned. One row, made when the tenant is opened (tenants.ts).
  CREATE TABLE assignment_history (since TEXT NOT NULL) STRICT;

  -- From when until when a certificate was in the list of a place: an IVR profile's id, or 'screen-recording'. It has
  -- its own copy of what the certificate says, which it outlives.
  CREATE TABLE assignment_period (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    place          TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    subject_name   TEXT NOT NULL,
    serial_hex     TEXT NOT NULL,
    serial_decimal TEXT NOT NULL,
    not_before     TEXT NOT NULL,
    not_after      TEXT NOT NULL,
    assigned_by    TEXT NOT NULL,
    assigned_at    TEXT NOT NULL,
    unassigned_by  TEXT,
    unassigned_at  TEXT,
    CHECK ((unassigned_by IS NULL) = (unassigned_at IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX assignment_period_open ON assignment_period (place, certificate_id) WHERE unassigned_at IS NULL;
  CREATE INDEX assignment_period_by_end ON assignment_period (unassigned_at);

  INSERT INTO assignment_period (place, certificate_id, subject_name, serial_hex, serial_decimal,
    not_before, not_after, assigned_by, assigned_at)
  SELECT place, certificate_id, subject_name, serial_hex, serial_decimal, not_before, not_after, assigned_by, assigned_at
  FROM (SELECT profile_id AS place, certificate_id, assigned_by, assigned_at FROM ivr_profile_certificate
        UNION ALL
        SELECT 'screen-recording', certificate_id, added_by, added_at FROM screen_recording_certificate) AS assigned
  JOIN certificate ON certificate.id = assigned.certificate_id
  ORDER BY assigned_at;
  `,

  /* sql */ `
  -- The certificate that this one was made to renew.
  ALTER TABLE certificate ADD COLUMN replaces TEXT REFERENCES certificate ON DELETE SET NULL;
  CREATE INDEX certificate_by_replaces ON certificate (replaces) WHERE replaces IS NOT NULL;
  UPDATE upload_answer
  SET answer = json_set(answer, '$.replaces', json('null'), '$.replacedBy', json('null'));
  `,

  /* sql */ `
  -- Each entry carries the hash of the one before (audit-chain.ts); audit_hash: database.ts. What is there is chained as
  -- it is.
  ALTER TABLE audit_entry ADD COLUMN hash TEXT NOT NULL DEFAULT '';
  WITH RECURSIVE chain (id, hash) AS (
    SELECT 0, '0000000000000000000000000000000000000000000000000000000000000000'
    UNION ALL
    SELECT entry.id, audit_hash(chain.hash, entry.id, at, username, role, session, action, summary,
      (SELECT json_group_array(certificate_id) FROM
        (SELECT certificate_id FROM audit_entry_certificate WHERE entry_id = entry.id ORDER BY certificate_id)))
    FROM chain JOIN audit_entry AS entry ON entry.id = (SELECT min(id) FROM audit_entry WHERE id > chain.id)
  )
  UPDATE audit_entry SET hash = chain.hash FROM chain WHERE chain.id = audit_entry.id;

  -- One row: the last entry, kept apart so that a cut end is noticed.
  CREATE TABLE audit_head (id INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  INSERT INTO audit_head (id, hash)
  SELECT id, hash FROM (SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1)
  UNION ALL
  SELECT 0, '0000000000000000000000000000000000000000000000000000000000000000'
  LIMIT 1;

  -- Against mistakes of our own: whoever has the file can drop a trigger.
  CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
  BEGIN SELECT raise(ABORT, 'entries of the audit log are never removed'); END;
  CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry
  BEGIN SELECT raise(ABORT, 'entries of the audit log are never changed'); END;
  `,
  /* sql */ `
  -- How often each table was written that a list is answered from (versions.ts).
  CREATE TABLE table_version (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ${countedWrites([
    'certificate',
    'keystore_change',
    'backup_check',
    'ivr_profile',
    'ivr_profile_certificate',
    'screen_recording_certificate',
    'screen_recording_list',
    'assignment_request',
    'assignment_request_profile',
    'deletion_request',
    'recording',
    'media_file',
    'media_recipient',
  ])}
  `,
  /* sql */ `
  -- Uploads by Idempotency-Key, of the last day. The plain SHA-256 over a private key and its password is dropped: a
  -- password could be guessed on it. request_mac: sealing.ts.
  DROP TABLE upload_answer;
  CREATE TABLE upload_answer (
    username        TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_mac     BLOB NOT NULL,
    certificate_id  TEXT NOT NULL REFERENCES certificate ON DELETE CASCADE,
    at              TEXT NOT NULL,
    PRIMARY KEY (username, idempotency_key)
  ) STRICT;
  `,
  /* sql */ `
  -- One row: how many bytes of media the tenant stores, so that its quota costs no sum over all recordings.
  CREATE TABLE media_total (bytes INTEGER NOT NULL) STRICT;
  INSERT INTO media_total (bytes) SELECT coalesce(sum(bytes), 0) FROM media_file;
  CREATE TRIGGER media_file_insert_total AFTER INSERT ON media_file
  BEGIN UPDATE media_total SET bytes = bytes + new.bytes; END;
  CREATE TRIGGER media_file_delete_total AFTER DELETE ON media_file
  BEGIN UPDATE media_total SET bytes = bytes - old.bytes; END;
  `,
  /* sql */ `
  -- Requests of both kinds are one table. A request to assign carries a copy of the certificate; one to delete names the
  -- pair by issuer and serial number, because the recordings do, and keeps the counts of the time of the answer.
  CREATE TABLE request (
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL CHECK (kind IN ('assignment', 'deletion')),
    certificate_id TEXT NOT NULL,
    subject_name   TEXT NOT NULL,
    serial_hex     TEXT NOT NULL,
    serial_decimal TEXT NOT NULL,
    issuer_der     BLOB,
    not_before     TEXT,
    not_after      TEXT,
    key_bits       INTEGER,
    sha256         TEXT,
    der            BLOB,
    note           TEXT NOT NULL,
    requested_by   TEXT NOT NULL,
    requested_at   TEXT NOT NULL,
    state          TEXT NOT NULL
                   CHECK (state IN ('waiting', 'assigned', 'agreed', 'declined', 'withdrawn', 'deleted')),
    answered_by    TEXT,
    answered_at    TEXT,
    reason         TEXT,
    recordings     TEXT,
    CHECK ((state = 'waiting') = (answered_at IS NULL)),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
    CHECK ((kind = 'deletion') = (issuer_der IS NOT NULL)),
    CHECK ((kind = 'assignment') = (der IS NOT NULL)),
    CHECK ((der IS NULL) = (not_before IS NULL)),
    CHECK ((der IS NULL) = (not_after IS NULL)),
    CHECK ((der IS NULL) = (key_bits IS NULL)),
    CHECK ((der IS NULL) = (sha256 IS NULL))
  ) STRICT;
  INSERT INTO request (id, kind, certificate_id, subject_name, serial_hex, serial_decimal, not_before, not_after,
    key_bits, sha256, der, note, requested_by, requested_at, state, answered_by, answered_at, reason)
  SELECT id, 'assignment', certificate_id, subject_name, serial_hex, serial_decimal, not_before, not_after,
    key_bits, sha256, der, note, requested_by, requested_at, state, answered_by, answered_at, reason
  FROM assignment_request;
  INSERT INTO request (id, kind, certificate_id, subject_name, serial_hex, serial_decimal, issuer_der,
    note, requested_by, requested_at, state, answered_by, answered_at, reason, recordings)
  SELECT id, 'deletion', certificate_id, subject_name, serial_hex, serial_decimal, issuer_der,
    note, requested_by, requested_at, state, answered_by, answered_at, reason, recordings
  FROM deletion_request;
  CREATE TABLE request_profile (
    request_id TEXT NOT NULL REFERENCES request,
    profile_id TEXT NOT NULL REFERENCES ivr_profile,
    PRIMARY KEY (request_id, profile_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO request_profile SELECT request_id, profile_id FROM assignment_request_profile;
  DROP TABLE assignment_request_profile;
  DROP TABLE assignment_request;
  DROP TABLE deletion_request;
  CREATE UNIQUE INDEX request_open ON request (kind, certificate_id) WHERE state IN ('waiting', 'agreed');
  CREATE INDEX request_by_time ON request (requested_at, id);
  DELETE FROM table_version WHERE name IN ('assignment_request', 'assignment_request_profile', 'deletion_request');
  ${countedWrites(['request', 'request_profile'])}
  `,
  /* sql */ `
  -- One row: when the clock was last looked at before something was destroyed (clock.ts). In a database without a look, the
  -- newest entry of the audit log says what time it was.
  CREATE TABLE clock_look (at TEXT, jumped_from TEXT, believed_from TEXT) STRICT;
  INSERT INTO clock_look (at) VALUES ((SELECT at FROM audit_entry ORDER BY id DESC LIMIT 1));
  `,
  /* sql */ `
  -- The list is filtered by both.
  CREATE INDEX request_by_certificate ON request (certificate_id);
  CREATE INDEX request_by_state ON request (state);
  `,
  /* sql */ `
  -- For whom a recording is encrypted is one of a few hundred combinations, however many recordings there are. So a
  -- recording refers to a set, and what people ask about certificates is asked of the sets. The recordings that are
  -- there are moved by the next step.
  ${['recording', 'media_file', 'media_recipient']
    .flatMap((table) =>
      ['insert', 'update', 'delete'].map((write) => `DROP TRIGGER ${table}_${write}_counted;`),
    )
    .join(' ')}
  DROP TRIGGER media_file_insert_total;
  DROP TRIGGER media_file_delete_total;
  DROP INDEX recording_by_time;
  DROP INDEX recording_by_retention;
  DROP INDEX media_recipient_by_identity;
  ALTER TABLE recording RENAME TO recording_before;
  DELETE FROM table_version WHERE name IN ('recording', 'media_file', 'media_recipient');
  UPDATE media_total SET bytes = 0;

  -- Issuer and serial number, as envelopes name a recipient. No reference to a certificate: a recording outlives it, and
  -- is found again when the pair comes back. The names are for people.
  CREATE TABLE identity (
    id             INTEGER PRIMARY KEY,
    issuer_der     BLOB NOT NULL,
    serial_decimal TEXT NOT NULL,
    serial_hex     TEXT NOT NULL,
    subject_name   TEXT NOT NULL,
    issuer_dn      TEXT NOT NULL,
    UNIQUE (issuer_der, serial_decimal)
  ) STRICT;

  -- members: the ids of the identities as JSON, in the recorder's order. recordings: how many are encrypted for the set;
  -- kept_until: when the last of them is removed. Retention removes the earliest first, so a trigger can keep it.
  -- envelope: the first one for the set. The set 0 has no members: what refers to it is in the clear.
  CREATE TABLE recipient_set (
    id         INTEGER PRIMARY KEY,
    members    TEXT    NOT NULL UNIQUE,
    recordings INTEGER NOT NULL DEFAULT 0,
    kept_until INTEGER,
    envelope   BLOB
  ) STRICT;
  CREATE TABLE set_member (
    set_id      INTEGER NOT NULL REFERENCES recipient_set,
    position    INTEGER NOT NULL,
    identity_id INTEGER NOT NULL REFERENCES identity,
    PRIMARY KEY (set_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX set_member_by_identity ON set_member (identity_id, set_id);
  CREATE TRIGGER recipient_set_insert_members AFTER INSERT ON recipient_set
  BEGIN
    INSERT INTO set_member (set_id, position, identity_id) SELECT new.id, key, value FROM json_each(new.members);
  END;
  INSERT INTO recipient_set (id, members) VALUES (0, '[]');

  -- uuid: its id for people and programs. Times are milliseconds since 1970, because they are in six indexes. file: its
  -- name in the media folder. The profile's name is kept as it was when the call was recorded.
  CREATE TABLE recording (
    id               INTEGER PRIMARY KEY,
    uuid             TEXT    NOT NULL UNIQUE,
    kind             TEXT    NOT NULL CHECK (kind IN ('voice', 'screen')),
    call_uuid        TEXT    NOT NULL,
    ani              TEXT    NOT NULL,
    dnis             TEXT    NOT NULL,
    agent            TEXT,
    geo_location     TEXT,
    ivr_profile_id   TEXT,
    ivr_profile_name TEXT,
    started_at       INTEGER NOT NULL,
    duration_ms      INTEGER NOT NULL,
    retained_until   INTEGER NOT NULL,
    set_id           INTEGER NOT NULL REFERENCES recipient_set,
    bytes            INTEGER NOT NULL,
    file             TEXT    NOT NULL
  ) STRICT;
  -- Beside what they find or order, the indexes have what else a list asks, so that no rows are read for it.
  CREATE INDEX recording_by_time         ON recording (started_at, set_id);
  CREATE INDEX recording_by_duration     ON recording (duration_ms, started_at);
  CREATE INDEX recording_by_retention    ON recording (retained_until);
  CREATE INDEX recording_by_set_time     ON recording (set_id, started_at);
  CREATE INDEX recording_by_set_duration ON recording (set_id, duration_ms, started_at);
  CREATE INDEX recording_by_call         ON recording (call_uuid);
  CREATE INDEX recording_by_caller       ON recording (ani, started_at, set_id);
  CREATE INDEX recording_by_dialed       ON recording (dnis, started_at, set_id);

  -- The EnvelopedData, in a table of its own because no list reads it. Two of one set differ in keys and IV only, so it is
  -- deflated with the set's first one as dictionary (envelopes.ts): a third of the database's size less.
  CREATE TABLE envelope (
    recording_id INTEGER PRIMARY KEY REFERENCES recording ON DELETE CASCADE,
    deflated     BLOB NOT NULL
  ) STRICT;

  CREATE TRIGGER recording_insert_totals AFTER INSERT ON recording
  BEGIN
    UPDATE recipient_set
    SET recordings = recordings + 1, kept_until = max(coalesce(kept_until, new.retained_until), new.retained_until)
    WHERE id = new.set_id;
    UPDATE media_total SET bytes = bytes + new.bytes;
  END;
  CREATE TRIGGER recording_delete_totals AFTER DELETE ON recording
  BEGIN
    UPDATE recipient_set
    SET recordings = recordings - 1, kept_until = CASE recordings WHEN 1 THEN NULL ELSE kept_until END
    WHERE id = old.set_id;
    UPDATE media_total SET bytes = bytes - old.bytes;
  END;
  ${countedWrites(['recording'])}
  `,
  moveRecordings,
  /* sql */ `
  DROP TABLE media_recipient;
  DROP TABLE media_file;
  DROP TABLE recording_before;
  `,
  /* sql */ `
  -- Whether a session has played a recording a moment ago is asked for each part that a player fetches.
  CREATE INDEX audit_entry_by_session ON audit_entry (session, action, at);
  `,
  /* sql */ `
  -- Files that may be in the media folder and that no recording has (loose-media.ts).
  CREATE TABLE loose_media (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TRIGGER recording_insert_media AFTER INSERT ON recording
  BEGIN DELETE FROM loose_media WHERE name = new.file; END;
  CREATE TRIGGER recording_delete_media AFTER DELETE ON recording
  BEGIN INSERT OR IGNORE INTO loose_media (name) VALUES (old.file); END;
  `,
  /* sql */ `
  -- The log is sorted by both.
  CREATE INDEX audit_entry_by_username ON audit_entry (username);
  CREATE INDEX audit_entry_by_session_alone ON audit_entry (session);
  `,
  /* sql */ `
  -- The log is asked for what happened in a period, of one kind or of all. The history of assignments is asked for a
  -- certificate, and for what ended in a place before a period.
  CREATE INDEX audit_entry_by_time ON audit_entry (at, id);
  DROP INDEX audit_entry_by_action;
  CREATE INDEX audit_entry_by_action ON audit_entry (action, at, id);
  CREATE INDEX assignment_period_by_certificate ON assignment_period (certificate_id, assigned_at);
  CREATE INDEX assignment_period_by_place ON assignment_period (place, min(unassigned_at, not_after));
  `,
  /* sql */ `
  -- One row in a tenant that a setup has made; none in a demo tenant, which seed.ts describes.
  CREATE TABLE tenant (
    name             TEXT    NOT NULL,
    dbid             INTEGER NOT NULL,
    platform         TEXT    NOT NULL CHECK (platform IN ('aws', 'azure')),
    screen_recording INTEGER NOT NULL
  ) STRICT;

  -- password_hash: null for who signs in at the identity provider alone. one_time_until: until then the password only
  -- sets another one. issuer, subject: who this is at the identity provider; two accounts may be of one person.
  -- An account is never removed, because requests and the audit log name it.
  ALTER TABLE account RENAME TO account_before;
  ALTER TABLE session RENAME TO session_before;
  ALTER TABLE calendar_feed RENAME TO calendar_feed_before;
  CREATE TABLE account (
    id             TEXT    NOT NULL UNIQUE,
    username       TEXT    PRIMARY KEY,
    role           TEXT    NOT NULL CHECK (role IN ('administrator', 'professional', 'listener', 'agent')),
    password_hash  TEXT,
    one_time_until TEXT,
    issuer         TEXT,
    subject        TEXT,
    added_by       TEXT,
    added_at       TEXT,
    disabled_at    TEXT,
    signed_in_at   TEXT,
    version        INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  INSERT INTO account (id, username, role, password_hash)
  SELECT lower(hex(randomblob(16))), username, role, password_hash FROM account_before ORDER BY rowid;
  CREATE INDEX account_by_subject ON account (subject, issuer);

  -- user_agent: the browser, as it calls itself, so that people know their sessions. id_token: what the identity provider
  -- said, which its sign-out asks for.
  CREATE TABLE session (
    id                TEXT    PRIMARY KEY,
    token_hash        BLOB    NOT NULL UNIQUE,
    username          TEXT    NOT NULL REFERENCES account ON DELETE CASCADE,
    keystore_revision INTEGER NOT NULL,
    started_at        TEXT    NOT NULL,
    seen_at           TEXT    NOT NULL,
    user_agent        TEXT    NOT NULL DEFAULT '',
    id_token          TEXT
  ) STRICT;
  INSERT INTO session (id, token_hash, username, keystore_revision, started_at, seen_at)
  SELECT id, token_hash, username, keystore_revision, started_at, seen_at FROM session_before;
  CREATE INDEX session_by_username ON session (username);
  CREATE TABLE calendar_feed (
    username   TEXT PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE,
    made_at    TEXT NOT NULL,
    read_at    TEXT
  ) STRICT;
  INSERT INTO calendar_feed SELECT username, token_hash, made_at, read_at FROM calendar_feed_before;
  DROP TABLE session_before;
  DROP TABLE calendar_feed_before;
  DROP TABLE account_before;
  `,
  // Names that were stored before what cannot be seen in them was made visible.
  ['certificate', 'request', 'assignment_period', 'identity']
    .map(
      (table) => /* sql */ `
  UPDATE ${table} SET subject_name = visible_text(subject_name) WHERE subject_name <> visible_text(subject_name);`,
    )
    .join(''),
  /* sql */ `
  -- The search of the audit log (audit-grams.ts). What is there is indexed by the next step.
  CREATE VIRTUAL TABLE audit_gram USING fts5 (grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
  CREATE TABLE audit_indexed (upto INTEGER NOT NULL) STRICT;
  INSERT INTO audit_indexed (upto) VALUES (-9223372036854775808);
  `,
  indexEntries,
  'DROP TABLE audit_indexed;',
  /* sql */ `
  -- call_uuid: empty where it is that of the recording, as of every voice recording. The index has the others, and what
  -- is empty is found by the uuid. route: the region of a call, and its IVR profile as it was named then. The columns that
  -- said this in each recording stay empty, because SQLite would write all recordings anew to drop them.
  DROP INDEX recording_by_call;
  CREATE TABLE route (
    id               INTEGER PRIMARY KEY,
    geo_location     TEXT,
    ivr_profile_id   TEXT,
    ivr_profile_name TEXT
  ) STRICT;
  ALTER TABLE recording ADD COLUMN route_id INTEGER;
  CREATE TABLE recording_upto (upto INTEGER NOT NULL) STRICT;
  INSERT INTO recording_upto (upto) VALUES (0);
  `,
  shortenRecordings,
  /* sql */ `
  DROP TABLE recording_upto;
  CREATE INDEX recording_by_call ON recording (call_uuid) WHERE call_uuid <> '';
  `,
  // What a list orders by or asks beside its index is in the index, so that no rows are read for it. Each is a step,
  // because making it takes a second for a million recordings.
  ...[
    'recording_by_time ON recording (started_at, set_id, ani, dnis)',
    'recording_by_duration ON recording (duration_ms, started_at, set_id)',
    'recording_by_set_time ON recording (set_id, started_at, duration_ms)',
    'recording_by_caller ON recording (ani, started_at, set_id, duration_ms)',
    'recording_by_dialed ON recording (dnis, started_at, set_id, duration_ms)',
  ].map((index) => `DROP INDEX ${index.split(' ')[0]}; CREATE INDEX ${index};`),
  /* sql */ `
  -- host: a passkey works only there. A challenge is asked of one session, or of one sign-in that waits for its second
  -- step. passkey_at: when the session last used a passkey.
  CREATE TABLE passkey (
    id              TEXT    PRIMARY KEY,
    username        TEXT    NOT NULL REFERENCES account ON DELETE CASCADE,
    name            TEXT    NOT NULL,
    host            TEXT    NOT NULL,
    credential_id   TEXT    NOT NULL UNIQUE,
    public_key      BLOB    NOT NULL,
    transports_json TEXT    NOT NULL,
    counter         INTEGER NOT NULL,
    added_at        TEXT    NOT NULL,
    used_at         TEXT
  ) STRICT;
  CREATE INDEX passkey_by_username ON passkey (username);
  CREATE TABLE passkey_challenge (
    asked     TEXT NOT NULL,
    purpose   TEXT NOT NULL CHECK (purpose IN ('add', 'use')),
    challenge TEXT NOT NULL,
    until     TEXT NOT NULL,
    PRIMARY KEY (asked, purpose)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX passkey_challenge_by_end ON passkey_challenge (until);
  ALTER TABLE session ADD COLUMN passkey_at TEXT;
  `,
  /* sql */ `
  -- For whether a name is shared.
  CREATE INDEX request_by_subject_name  ON request (subject_name);
  CREATE INDEX identity_by_subject_name ON identity (subject_name);
  `,
];

function countedWrites(tables: readonly string[]): string {
  const triggers = tables.flatMap((table) =>
    ['INSERT', 'UPDATE', 'DELETE'].map(
      (write) => /* sql */ `
  CREATE TRIGGER ${table}_${write.toLowerCase()}_counted AFTER ${write} ON ${table}
  BEGIN UPDATE table_version SET version = version + 1 WHERE name = '${table}'; END;`,
    ),
  );
  const rows = tables.map((table) => `('${table}', 1)`).join(', ');
  return `INSERT INTO table_version (name, version) VALUES ${rows};${triggers.join('')}`;
}
