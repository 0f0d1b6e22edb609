import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { templateModule } from '../../scripts/templates.ts';

/** The tests run the sources: the templates are compiled afresh before each run. */
export default function setup(): void {
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
  writeFileSync(path('../../generator/emit/templates.generated.js'), templateModule(path('../../templates')));
}
