#include "ingest/import.h"

#include "core/error.h"
#include "core/sha256.h"
#include "ingest/mbox.h"
#include "ingest/texts.h"
#include "mail/key.h"
#include "mail/received.h"
#include "store/answers.h"
#include "store/folders.h"
#include "store/room.h"

#define MAILBOX "import"
/* What a mail in a packed file may be beyond the limit, which it is kept at. */
#define SPARE_BYTES (INT64_C(1) << 30)

/* A mail that waits to be committed. */
typedef struct {
	StorePacked *packed;
	char *content_key;
	int64_t size_bytes, received_at;
	bool oversize;
} Waiting;

typedef struct {
	Store *store;
	const IngestImportOptions *options;
	StoreFolder folder;
	char *folder_name; /* NULL before the first */
	/* hex SHA-256 -> how often it came from the folder in this run */
	GHashTable *copies;
	StorePacker *packer;
	GPtrArray *waiting;    /* Waiting *, all of the folder */
	int64_t waiting_bytes; /* of their raw bytes */
	int64_t texts;         /* that came before */
	IngestLines *lines;    /* borrowed: of the file at hand */
	int64_t before_bytes;  /* of the files before it */
	int damaged;           /* files */
	GError *damage;        /* of the first of them */
	IngestImportSums sums;
} Import;

static void
waiting_free(void *data)
{
	Waiting *mail = data;

	store_packed_free(mail->packed);
	g_free(mail->content_key);
	g_free(mail);
}

/* What one transaction adds to the sums, should it be committed. */
typedef struct {
	Import *import;
	int64_t outcomes[STORE_OUTCOMES];
	int64_t uid; /* the last given */
} Batch;

static bool
add(Batch *batch, const Waiting *mail, GError **error)
{
	const Import *self = batch->import;
	StoreArrival arrival = {
		.folder_id = self->folder.id,
		.uid = ++batch->uid,
		.packed = mail->packed,
		.content_key = mail->content_key,
		.size_bytes = mail->size_bytes,
		.received_at = mail->received_at,
		.arrived_at = self->options->now_at,
		.answer = self->options->answers,
		.imported = true,
		.oversize = mail->oversize,
	};
	StoreOutcome outcome;

	if (!store_arrival_add(self->store, &arrival, &outcome, error))
		return false;
	batch->outcomes[outcome]++;
	return true;
}

static bool
add_all(Store *store, void *data, GError **error)
{
	Batch *batch = data;
	const GPtrArray *waiting = batch->import->waiting;

	*batch = (Batch){ .import = batch->import,
		.uid = batch->import->folder.cursor_uid };
	for (unsigned i = 0; i < waiting->len; i++)
		if (!add(batch, waiting->pdata[i], error))
			return false;
	return store_folder_advance(
	    store, batch->import->folder.id, batch->uid, error);
}

static void
report(const Import *self)
{
	if (self->options->progress)
		self->options->progress(&self->sums, self->options->data);
}

static bool
commit(Import *self, GError **error)
{
	Batch batch = { .import = self, .uid = self->folder.cursor_uid };

	if (self->waiting->len > 0 &&
	    (!store_has_room(self->store,
	         self->options->limits->free_space_percent, error) ||
	        !store_transact(self->store, add_all, &batch, error)))
		return false;
	for (int i = 0; i < STORE_OUTCOMES; i++)
		self->sums.outcomes[i] += batch.outcomes[i];
	self->folder.cursor_uid = batch.uid;
	g_ptr_array_set_size(self->waiting, 0);
	self->waiting_bytes = 0;
	report(self);
	return true;
}

/* Whether @raw is one more copy than have come from the folder before. */
static bool
is_unknown(Import *self, GBytes *raw, bool *ret_unknown, GError **error)
{
	char *sha256 =
	    core_sha256(g_bytes_get_data(raw, NULL), g_bytes_get_size(raw));
	int64_t here =
	    1 + GPOINTER_TO_INT(g_hash_table_lookup(self->copies, sha256));
	int64_t kept;
	bool done = store_arrival_copies(
	    self->store, self->folder.id, sha256, &kept, error);

	g_hash_table_replace(self->copies, sha256, GINT_TO_POINTER((int)here));
	if (done)
		*ret_unknown = here > kept;
	return done;
}

static int64_t
received_at(Import *self, const IngestFile *file, GBytes *raw)
{
	size_t length;
	const void *bytes = g_bytes_get_data(raw, &length);
	int64_t at;

	if (file->kind == INGEST_FILE_TEXTS)
		return self->options->texts_at + self->texts;
	return mail_received_at(bytes, length, &at) ? at
	                                            : self->options->now_at;
}

static bool
is_full(const Import *self)
{
	const CoreLimits *limits = self->options->limits;

	return self->waiting->len >= limits->transaction_rows ||
	       self->waiting_bytes >= limits->transaction_bytes;
}

static bool
take(Import *self, const IngestFile *file, IngestMail *mail, GError **error)
{
	int64_t size_bytes = ingest_mail_size(mail);
	bool oversize = ingest_mail_is_oversize(mail);
	g_autoptr(GBytes) raw = ingest_mail_take(mail);
	size_t length;
	const void *bytes = g_bytes_get_data(raw, &length);
	int64_t at = received_at(self, file, raw);
	bool unknown;

	self->texts += file->kind == INGEST_FILE_TEXTS;
	if (!is_unknown(self, raw, &unknown, error))
		return false;
	g_autofree char *key = mail_key(bytes, length);
	if (!unknown) {
		self->sums.known++;
		report(self);
		/* The first time nobody may have said what they are. */
		return !self->options->answers ||
		       store_answer_note_key(self->store, key, error);
	}
	Waiting *waiting = g_new0(Waiting, 1);
	waiting->content_key = g_steal_pointer(&key);
	waiting->packed = store_packer_pack(self->packer, bytes, length);
	waiting->size_bytes = size_bytes;
	waiting->received_at = at;
	waiting->oversize = oversize;
	g_ptr_array_add(self->waiting, waiting);
	self->waiting_bytes += (int64_t)length;
	self->sums.oversize += oversize;
	return !is_full(self) || commit(self, error);
}

/* Waits for the rest of the folder before: a batch has one cursor. */
static bool
enter(Import *self, const char *folder_name, GError **error)
{
	StoreFolderKey key = { MAILBOX, folder_name, 0 };

	if (g_strcmp0(self->folder_name, folder_name) == 0)
		return true;
	if (!commit(self, error) ||
	    !store_folder_open(
	        self->store, &key, self->options->now_at, &self->folder, error))
		return false;
	g_free(self->folder_name);
	self->folder_name = g_strdup(folder_name);
	g_hash_table_remove_all(self->copies);
	return true;
}

/* Before each mail: notes how far the file is read, bounds what comes. */
static void
note_place(Import *self)
{
	self->sums.bytes = self->before_bytes + ingest_lines_used(self->lines);
	ingest_lines_allow(
	    self->lines, self->options->limits->message_bytes + SPARE_BYTES);
}

static bool
read_mail(Import *self, const IngestFile *file, GError **error)
{
	g_autoptr(IngestMail) mail = ingest_mail_new(self->options->limits);
	IngestLine line;

	note_place(self);
	do {
		if (!ingest_lines_next(self->lines, &line, error))
			return false;
		ingest_mail_add(mail, line.bytes, line.length);
	} while (line.length > 0);
	return take(self, file, mail, error);
}

/* The mails of a file that holds many. */
typedef bool (*NextMail)(
    void *reader, IngestMail *mail, bool *ret_found, GError **error);

static bool
read_many(Import *self, const IngestFile *file, NextMail next, void *reader,
    GError **error)
{
	bool found;

	for (;;) {
		g_autoptr(IngestMail) mail =
		    ingest_mail_new(self->options->limits);

		note_place(self);
		if (!next(reader, mail, &found, error))
			return false;
		if (!found)
			return true;
		if (!take(self, file, mail, error))
			return false;
	}
}

static bool
next_of_mbox(void *reader, IngestMail *mail, bool *ret_found, GError **error)
{
	return ingest_mbox_next(reader, mail, ret_found, error);
}

static bool
next_of_texts(void *reader, IngestMail *mail, bool *ret_found, GError **error)
{
	return ingest_texts_next(reader, mail, ret_found, error);
}

static bool
read_file(Import *self, const IngestFile *file, GError **error)
{
	g_autoptr(IngestLines) lines = ingest_lines_open(file->path, error);

	if (!lines || !enter(self, file->folder, error))
		return false;
	self->lines = lines;
	switch (file->kind) {
	case INGEST_FILE_MBOX: {
		g_autoptr(IngestMbox) mbox =
		    ingest_mbox_new(g_steal_pointer(&lines));

		return read_many(self, file, next_of_mbox, mbox, error);
	}
	case INGEST_FILE_TEXTS: {
		g_autoptr(IngestTexts) texts =
		    ingest_texts_new(g_steal_pointer(&lines), file->path);

		return read_many(self, file, next_of_texts, texts, error);
	}
	case INGEST_FILE_MAIL:
		return read_mail(self, file, error);
	}
	g_assert_not_reached();
}

/* A damaged file keeps none of the others out. */
static bool
pass_over(Import *self, GError *fault, GError **error)
{
	if (!g_error_matches(fault, CORE_ERROR, CORE_ERROR_DATA)) {
		g_propagate_error(error, fault);
		return false;
	}
	self->damaged++;
	if (self->damage)
		g_error_free(fault);
	else
		self->damage = fault;
	return true;
}

static bool
read_all(Import *self, const IngestFiles *files, GError **error)
{
	for (unsigned i = 0; i < files->files->len; i++) {
		const IngestFile *file = files->files->pdata[i];
		GError *fault = NULL;

		if (!read_file(self, file, &fault) &&
		    !pass_over(self, fault, error))
			return false;
		/* Not what was read: a file may have changed. */
		self->before_bytes += file->size_bytes;
		self->sums.bytes = self->before_bytes;
	}
	return true;
}

/* Whether no file was damaged. */
static bool
tell_damage(Import *self, GError **error)
{
	if (!self->damage)
		return true;
	g_propagate_error(error, g_steal_pointer(&self->damage));
	if (self->damaged > 1)
		g_prefix_error(
		    error, "%d files are damaged, the first: ", self->damaged);
	return false;
}

bool
ingest_import(Store *store, const IngestFiles *files,
    const IngestImportOptions *options, IngestImportSums *ret_sums,
    GError **error)
{
	g_autoptr(GHashTable) copies =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) waiting =
	    g_ptr_array_new_with_free_func(waiting_free);
	g_autoptr(StorePacker) packer =
	    store_packer_new(options->limits->fetch_bytes);
	Import self = { .store = store,
		.options = options,
		.copies = copies,
		.packer = packer,
		.waiting = waiting };
	/* What came before a bad file is whole mail, and stays. */
	bool read = read_all(&self, files, error);
	bool done = commit(&self, read ? error : NULL) && read &&
	            tell_damage(&self, error);

	g_clear_error(&self.damage);
	g_free(self.folder_name);
	if (done)
		*ret_sums = self.sums;
	return done;
}
