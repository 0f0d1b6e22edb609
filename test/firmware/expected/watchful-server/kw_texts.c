/*
 * watchful-server: the messages of the specification.
 */
#include "kw_texts.h"

char const kw_text_primer[] = "welcome\n";
char const kw_text_question[] = "there?\n";
char const kw_text_goodbye[] = "bye\n";
char const kw_text_answer[] = "yes\n";
