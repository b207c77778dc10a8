noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	net/error.c net/error.h \
	net/secret.c net/secret.h \
	net/transport.h

check_PROGRAMS += net/test-secret
net_test_secret_SOURCES = net/test-secret.c
