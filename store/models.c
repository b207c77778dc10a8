#include "store/models.h"

#include "store/db.h"

enum { SQL_PUT, SQL_LIST, SQL_LABELLED };
const char *const store_models_sql[] = {
	[SQL_PUT] = "INSERT OR REPLACE INTO model (tag, labels, examples_for,"
	            " examples_against, precision, recall, slope, offset,"
	            " trained_at, bytes) VALUES (:tag, :labels, :for,"
	            " :against, :precision, :recall, :slope, :offset, :at,"
	            " :bytes)",
	[SQL_LIST] = "SELECT tag, labels, examples_for, examples_against,"
	             " precision, recall, slope, offset, trained_at, bytes"
	             " FROM model ORDER BY tag",
	[SQL_LABELLED] = "SELECT tag, count(DISTINCT message_id) FROM label"
	                 " WHERE tag IS NOT NULL GROUP BY tag ORDER BY tag",
	NULL,
};

void
store_model_free(void *data)
{
	StoreModel *self = data;

	if (!self)
		return;
	g_free(self->tag);
	g_clear_pointer(&self->bytes, g_bytes_unref);
	g_free(self);
}

void
store_labelled_free(void *data)
{
	StoreLabelled *self = data;

	if (!self)
		return;
	g_free(self->tag);
	g_free(self);
}

bool
store_model_put(Store *self, const StoreModel *model, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_models_sql[SQL_PUT], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":tag", model->tag);
	store_bind_int(stmt, ":labels", model->labels);
	store_bind_int(stmt, ":for", model->examples_for);
	store_bind_int(stmt, ":against", model->examples_against);
	store_bind_real(stmt, ":precision", model->precision);
	store_bind_real(stmt, ":recall", model->recall);
	store_bind_real(stmt, ":slope", model->slope);
	store_bind_real(stmt, ":offset", model->offset);
	store_bind_int(stmt, ":at", model->trained_at);
	store_bind_blob(stmt, ":bytes", model->bytes);
	return store_exec(stmt, error);
}

static void *
read_model(StoreStmt *stmt)
{
	StoreModel *model = g_new0(StoreModel, 1);

	model->tag = store_dup_text(stmt, 0);
	model->labels = store_int(stmt, 1);
	model->examples_for = store_int(stmt, 2);
	model->examples_against = store_int(stmt, 3);
	model->precision = store_real(stmt, 4);
	model->recall = store_real(stmt, 5);
	model->slope = store_real(stmt, 6);
	model->offset = store_real(stmt, 7);
	model->trained_at = store_int(stmt, 8);
	model->bytes = store_dup_blob(stmt, 9);
	return model;
}

bool
store_models_list(Store *self, GPtrArray **ret_models, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_models_sql[SQL_LIST], error);

	return stmt && store_collect_rows(stmt, read_model, store_model_free,
	                   ret_models, error);
}

static void *
read_labelled(StoreStmt *stmt)
{
	StoreLabelled *labelled = g_new0(StoreLabelled, 1);

	labelled->tag = store_dup_text(stmt, 0);
	labelled->labels = store_int(stmt, 1);
	return labelled;
}

bool
store_models_labelled(Store *self, GPtrArray **ret_tags, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_models_sql[SQL_LABELLED], error);

	return stmt && store_collect_rows(stmt, read_labelled,
	                   store_labelled_free, ret_tags, error);
}
