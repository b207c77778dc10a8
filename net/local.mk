noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	net/error.c net/error.h
