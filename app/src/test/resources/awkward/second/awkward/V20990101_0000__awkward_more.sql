-- What a newer version does to rows that are there.
alter table awkward.value add column length int;
update awkward.value set length = length(word);
