/*
 * client: the messages of the specification.
 */
#include "kw_texts.h"

char const kw_text_heartbeat[] = "I'm online\n";
char const kw_text_goodbye[] = "bye\n";
char const kw_text_heartbeat_2[] = "I'm here\n";
