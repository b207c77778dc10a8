/* How to reach a server and how to enter it. */
#pragma once

typedef enum { CORE_TLS_IMPLICIT, CORE_TLS_STARTTLS, CORE_TLS_NONE } CoreTls;

typedef enum {
	CORE_AUTH_PASSWORD,
	CORE_AUTH_GOOGLE, /* OAuth2: what follows says how */
	CORE_AUTH_MICROSOFT,
} CoreAuth;

/* All NULL for CORE_AUTH_PASSWORD, but never token_file for the others. */
typedef struct {
	char *client_id;
	char *client_secret_file; /* NULL: microsoft by device code */
	char *tenant;             /* NULL: "common"; microsoft only */
	char *authorize_url, *token_url, *device_url; /* NULL: the provider's */
	/* Beside the database; sections of one account share it. */
	char *token_file;
} CoreOAuth;

/* At most one of the password fields is set; where none is, but one is needed,
 * $CREDENTIALS_DIRECTORY/NAME.password is read. */
typedef struct {
	char *name; /* the section's: "support"; "send" for [send] */
	char *server;
	int port;
	CoreTls tls;   /* CORE_TLS_NONE only for a loopback server */
	char *ca_file; /* NULL: the system's */
	char *user;    /* NULL: no login ([send] only) */
	CoreAuth auth;
	char *password_file, *password_command;
	CoreOAuth oauth;
} CoreServer;
