#include "cli/command.h"

#include "core/error.h"
#include "digest/error.h"
#include "filters/error.h"
#include "ingest/error.h"
#include "net/error.h"
#include "store/error.h"

#include <sysexits.h>

typedef struct {
	int code;
	int exit_code;
} Exit;

static int
look_up(const Exit *exits, size_t n, int code)
{
	for (size_t i = 0; i < n; i++)
		if (exits[i].code == code)
			return exits[i].exit_code;
	return EX_SOFTWARE;
}

static int
store_exit_code(int code)
{
	static const Exit exits[] = {
		{ STORE_ERROR_BUSY, EX_TEMPFAIL },
		{ STORE_ERROR_FULL, EX_IOERR },
		{ STORE_ERROR_READ_ONLY, EX_NOPERM },
		{ STORE_ERROR_CORRUPT, EX_DATAERR },
		{ STORE_ERROR_VERSION, EX_CONFIG },
		{ STORE_ERROR_FAILED, EX_IOERR },
	};

	return look_up(exits, G_N_ELEMENTS(exits), code);
}

static int
stage_exit_code(const GError *error)
{
	static const Exit ingest[] = {
		{ INGEST_ERROR_AUTH, EX_NOPERM },
		{ INGEST_ERROR_PROTOCOL, EX_PROTOCOL },
		{ INGEST_ERROR_INPUT, EX_NOINPUT },
	};
	static const Exit net[] = {
		{ NET_ERROR_CONFIG, EX_CONFIG },
		{ NET_ERROR_NETWORK, EX_TEMPFAIL },
		{ NET_ERROR_TLS, EX_PROTOCOL },
		{ NET_ERROR_AUTH, EX_NOPERM },
	};
	static const Exit digest[] = {
		{ DIGEST_ERROR_RELAY, EX_TEMPFAIL },
		{ DIGEST_ERROR_DEFERRED, EX_TEMPFAIL },
		{ DIGEST_ERROR_REFUSED, EX_UNAVAILABLE },
		{ DIGEST_ERROR_UNCERTAIN, EX_TEMPFAIL },
		{ DIGEST_ERROR_NOTHING, EX_OK },
	};

	if (error->domain == INGEST_ERROR)
		return look_up(ingest, G_N_ELEMENTS(ingest), error->code);
	if (error->domain == NET_ERROR)
		return look_up(net, G_N_ELEMENTS(net), error->code);
	if (error->domain == DIGEST_ERROR)
		return look_up(digest, G_N_ELEMENTS(digest), error->code);
	if (g_error_matches(error, FILTER_ERROR, FILTER_ERROR_RULES))
		return EX_CONFIG;
	return EX_SOFTWARE;
}

int
cli_exit_code(const GError *error)
{
	static const Exit core[] = {
		{ CORE_ERROR_CONFIG, EX_CONFIG },
		{ CORE_ERROR_DATA, EX_DATAERR },
		{ CORE_ERROR_IO, EX_IOERR },
	};
	static const Exit cli[] = {
		{ CLI_ERROR_USAGE, EX_USAGE },
		{ CLI_ERROR_EXISTS, EX_CANTCREAT },
		{ CLI_ERROR_NO_INPUT, EX_NOINPUT },
	};

	if (error->domain == STORE_ERROR)
		return store_exit_code(error->code);
	if (error->domain == CORE_ERROR)
		return look_up(core, G_N_ELEMENTS(core), error->code);
	if (error->domain == CLI_ERROR)
		return look_up(cli, G_N_ELEMENTS(cli), error->code);
	return stage_exit_code(error);
}
