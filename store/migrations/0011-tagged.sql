-- What has a tag is looked up in the search index without its whole row.
CREATE INDEX message_searchable ON message (id, search_key)
  WHERE search_key IS NOT NULL;
