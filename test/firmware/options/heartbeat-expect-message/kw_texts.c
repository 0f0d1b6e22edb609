/*
 * test: the messages of the specification.
 */
#include "kw_texts.h"

char const kw_text_heartbeat[] = "I'm online\n";
