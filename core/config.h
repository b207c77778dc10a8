/* The one config file: read, checked whole, handed out as plain values. */
#pragma once

#include "core/business.h"
#include "core/limits.h"
#include "core/period.h"
#include "core/server.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
	CoreServer server;
	int64_t since_at; /* 0: everything */
	char **folders;   /* names, patterns, or special uses as "\Archive" */
	char *sent;       /* likewise; NULL where none */
	char **answers;   /* more folders of answers; NULL where none */
	bool bcc_answers; /* blind copies of answers come to the others */
	int interval_s;
} CoreMailbox;

typedef struct {
	char *name;
	char *match;    /* query language, not yet parsed */
	char *customer; /* "from", "reply-to", "none", or marks; NULL is from */
	char *words;    /* "all", or marks; NULL is all (core/config-marks.h) */
} CoreSource;

typedef struct {
	CoreServer server;
	bool verp;
	char *from_name, *from_address; /* plain (core_address_is_plain) */
	char *replies;                  /* name of a mailbox section, or NULL */
	char *only_to;                  /* NULL once live */
} CoreSend;

typedef struct {
	char *id;   /* the section's: "qa" */
	char *name; /* for people: "QA" */
	char **to;
	CoreWeekly digest;
	char **blocks; /* NULL: the default order */
} CoreDepartment;

typedef struct {
	char **to;
	CoreWeekly summary;
	int quiet_from_minute, quiet_to_minute; /* equal: no quiet hours */
	char *vip;                              /* query language, or NULL */
} CoreExecutive;

/* How many months something is kept; 0: for ever. */
typedef struct {
	int64_t raw_months, text_months, contact_months;
} CoreRetention;

/* Read-only after core_config_load(). */
typedef struct {
	char *path;
	char *database;
	char *company;
	char **domains; /* never NULL */
	GTimeZone *zone;
	char *zone_name;
	CoreBusiness business;
	char **holidays;                      /* dates; NULL where none */
	char *rules;                          /* glob */
	bool guess;                           /* signs are weighed */
	char *customers;                      /* a CSV file, or NULL */
	char *authserv_id, *operator_address; /* NULL where unknown */
	char *encoder;            /* the folder, which may be missing */
	GPtrArray *mailboxes;     /* CoreMailbox * */
	GPtrArray *sources;       /* CoreSource * */
	GPtrArray *departments;   /* CoreDepartment * */
	CoreSend *send;           /* NULL without [send] */
	char **manager_to;        /* NULL without [manager] */
	CoreExecutive *executive; /* NULL without [executive] */
	CoreRetention retention;
	CoreLimits limits;
} CoreConfig;

/*
 * Reads @path. A relative file name in it is relative to the file's folder.
 * CORE_ERROR_CONFIG, one line for each fault found (all of them, joined by
 * newlines): "FILE:LINE: [SECTION] KEY: VALUE is not ALLOWED"; an unknown key
 * or section names the nearest known one.
 * Returns: (transfer full).
 */
CoreConfig *core_config_load(const char *path, GError **error);

void core_config_free(CoreConfig *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CoreConfig, core_config_free)

/* Returns: (nullable): borrowed from @self. */
const CoreMailbox *core_config_mailbox(
    const CoreConfig *self, const char *name);
const CoreDepartment *core_config_department(
    const CoreConfig *self, const char *id);

/* One row of the settings table: feeds the parser, the defaults, `check`, the
 * starter config and the test that holds tribune.conf(5) to it. */
typedef struct {
	const char *section; /* "mailbox *" for one with a name */
	const char *key;
	const char *type;     /* for people and parser: "duration 10s..1d" */
	const char *fallback; /* as it would be written; NULL: none */
	const char *help;
	bool required;
	size_t offset; /* of the field it fills in its section's struct */
} CoreSetting;

/* Returns: the table, ended by a row of NULLs (static). */
const CoreSetting *core_config_settings(void);
