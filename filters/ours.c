#include "filters/ours.h"

#include "core/text.h"

bool
filter_is_our_mailbox(const CoreConfig *config, const char *address)
{
	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		const CoreMailbox *mailbox = config->mailboxes->pdata[i];

		if (mailbox->server.user &&
		    g_ascii_strcasecmp(mailbox->server.user, address) == 0)
			return true;
	}
	return config->send &&
	       g_ascii_strcasecmp(config->send->from_address, address) == 0;
}

bool
filter_is_at_home(const CoreConfig *config, const char *address)
{
	g_autofree char *domain = core_address_domain(address);

	for (char **own = config->domains; own && *own; own++)
		if (g_ascii_strcasecmp(*own, domain) == 0)
			return true;
	return false;
}

static bool
takes_blind_copies(const CoreConfig *config, const char *const *mailboxes)
{
	for (; *mailboxes; mailboxes++) {
		const CoreMailbox *mailbox =
		    core_config_mailbox(config, *mailboxes);

		if (mailbox && mailbox->bcc_answers)
			return true;
	}
	return false;
}

bool
filter_is_blind_copy(const CoreConfig *config, const char *const *mailboxes,
    const CoreMessage *message)
{
	const GPtrArray *const lists[] = { message->to, message->cc };
	const char *from = message->from ? message->from->address : NULL;
	bool to_others = false;

	if (message->forwarded_by)
		from = message->forwarded_by;
	if (!takes_blind_copies(config, mailboxes) || !from ||
	    message->verified == CORE_NO ||
	    (!filter_is_at_home(config, from) &&
	        !filter_is_our_mailbox(config, from)))
		return false;
	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
		for (unsigned j = 0; j < lists[i]->len; j++) {
			const CoreAddress *to = lists[i]->pdata[j];

			if (filter_is_our_mailbox(config, to->address))
				return false;
			to_others |= !filter_is_at_home(config, to->address);
		}
	return to_others;
}
