/** Written by scripts/generate-version.ts from package.json. Do not edit. */
export const VERSION = '0.3.0';
