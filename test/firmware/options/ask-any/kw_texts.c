/*
 * test: the messages of the specification.
 */
#include "kw_texts.h"

char const kw_text_question[] = "there?\n";
