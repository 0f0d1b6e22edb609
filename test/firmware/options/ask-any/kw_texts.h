/*
 * test: the messages of the specification.
 */
#ifndef KW_TEXTS_H
#define KW_TEXTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A message. It ends by its length, not by a NUL. */
typedef struct {
    char const *bytes;
    uint16_t length; /* 0: no message */
} kw_text_t;

/* The NUL behind each literal is no part of the message. */
extern char const kw_text_question[8];

#ifdef __cplusplus
}
#endif

#endif
