/** Written by scripts/templates.ts from templates/: the parts of each template, by its path without `.hbs`. */
export declare const TEMPLATES_JSON: string;
