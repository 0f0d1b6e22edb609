import type { TemplatePart } from './template.ts';

/** Written by scripts/templates.ts from templates/; paths without `.hbs`. */
export declare const TEMPLATES: Readonly<Record<string, readonly TemplatePart[]>>;
