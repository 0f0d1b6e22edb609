/** What to do when answers differ because the application is no echo; the end of a sentence. */
export const NO_ECHO = 'if the application is no echo, set "traffic" in the spec';
