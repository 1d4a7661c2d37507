-- Who took a file away, and the same file only once among those present.
alter table demand.attachment add column deleted_by text;
create unique index attachment_once on demand.attachment (use_case_id, sha256) where deleted_at is null;
