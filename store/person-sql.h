/* For statements about a person, over all their addresses. */
#pragma once

/* Begins a statement: "person" is the contacts of whom has contact :id. */
#define STORE_PERSON_SQL                                                       \
	"WITH head AS (SELECT coalesce(person_id, id) AS id FROM contact"      \
	" WHERE id = :id), person AS (SELECT id FROM head"                     \
	" UNION SELECT c.id FROM head JOIN contact c ON c.person_id = "        \
	"head.id)"
