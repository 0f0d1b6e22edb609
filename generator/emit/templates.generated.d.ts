/** Written by scripts/templates.ts from templates/; paths without `.hbs`. */
export declare const TEMPLATES: Readonly<Record<string, TemplateSpecification>>;
export declare const PARTIALS: Record<string, TemplateSpecification>;
