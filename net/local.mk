noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	net/backoff.c net/backoff.h \
	net/error.c net/error.h \
	net/form.c net/form.h \
	net/oauth.c net/oauth.h \
	net/oauth-answer.c net/oauth-answer.h \
	net/oauth-code.c net/oauth-code.h \
	net/oauth-post.c net/oauth-post.h \
	net/oauth-redirect.c net/oauth-redirect.h \
	net/resolve.c net/resolve.h \
	net/secret.c net/secret.h \
	net/tls.c net/tls.h \
	net/token.c net/token.h \
	net/token-file.c net/token-file.h \
	net/transport.c net/transport.h

check_PROGRAMS += net/test-backoff
net_test_backoff_SOURCES = net/test-backoff.c

check_PROGRAMS += net/test-oauth
net_test_oauth_SOURCES = net/test-oauth.c \
	net/test-oauthd.c net/test-oauthd.h

check_PROGRAMS += net/test-secret
net_test_secret_SOURCES = net/test-secret.c

check_PROGRAMS += net/test-transport
net_test_transport_SOURCES = net/test-transport.c \
	net/test-tls.c net/test-tls.h

check_PROGRAMS += net/test-token
net_test_token_SOURCES = net/test-token.c \
	net/test-oauthd.c net/test-oauthd.h

check_PROGRAMS += net/fuzz-oauth
net_fuzz_oauth_SOURCES = net/fuzz-oauth.c
EXTRA_DIST += \
	net/corpus/denied.txt \
	net/corpus/device.json \
	net/corpus/redirect.txt \
	net/corpus/refusal.json \
	net/corpus/tokens.json
