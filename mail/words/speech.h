/* Lines that somebody says, as signatures, titles and footers have none. */
#pragma once

#include <stdbool.h>

/* A sentence of someone who speaks of himself: "I would like a refund." */
bool mail_speech_is_of_self(const char *line);

/* Whether somebody speaks in @line, with or without a stop at its end: "It also
 * fails on save". Addresses end in a stop as well ("Doe & Sons Ltd."). */
bool mail_speech_is_said(const char *line);

/* Whether @line says whose address or telephone follows: "Please send it to my
 * new address", "his details are below." */
bool mail_speech_announces(const char *line);
