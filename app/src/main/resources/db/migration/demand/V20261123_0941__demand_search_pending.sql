-- A text has some hundred words, and placing each at once in the index was two thirds of the time of an import. Words wait
-- in a list of at most 1 MB, placed together when it is full or by autovacuum; a search reads the list too, in a few
-- milliseconds.
alter index demand.use_case_search set (fastupdate = on, gin_pending_list_limit = 1024);
