/*
 * test: the messages of the specification.
 */
#include "kw_texts.h"

char const kw_text_goodbye[] = "bye\n";
