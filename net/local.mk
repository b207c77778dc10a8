noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	net/backoff.c net/backoff.h \
	net/error.c net/error.h \
	net/resolve.c net/resolve.h \
	net/secret.c net/secret.h \
	net/tls.c net/tls.h \
	net/transport.c net/transport.h

check_PROGRAMS += net/test-backoff
net_test_backoff_SOURCES = net/test-backoff.c

check_PROGRAMS += net/test-secret
net_test_secret_SOURCES = net/test-secret.c

check_PROGRAMS += net/test-transport
net_test_transport_SOURCES = net/test-transport.c \
	net/test-tls.c net/test-tls.h
