/* Tells systemd how the service is doing: sd_notify(3) without its library. */
#pragma once

/* Sends @state ("READY=1") to $NOTIFY_SOCKET, where there is one. Nothing
 * depends on its arriving, so there is no error. */
void cli_notify(const char *state);
