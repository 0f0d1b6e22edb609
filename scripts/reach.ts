/**
 * `npm run reach`: in how many of 80 public STM32 projects with a WIZnet chip the generated firmware could be used, and
 * which needs of the others are not met. Projects that demand nothing: F1 with SPL or registers, TCP, one owner of the chip.
 */
import { NEEDS, type Need, needsOf } from './reach/needs.ts';
import { OFFERS } from './reach/offers.ts';
import { projects } from './reach/project.ts';
import { BESIDE, isWatchable, WATCHED_TEST } from './reach/watched.ts';

const all = projects();
const unmet = all.map((project) =>
  isWatchable(project) ? [] : needsOf(project).filter((need) => OFFERS[need] === undefined),
);
const fitting = unmet.filter((needs) => needs.length === 0).length;

console.log(`keepwire fits ${fitting} of ${all.length} projects.`);
const watched = all.filter(isWatchable).length;
console.log(`  ${watched} of them are servers and clients on ioLibrary whose sockets are watched (${WATCHED_TEST})`);
for (const [use, test] of Object.entries(BESIDE)) console.log(`  beside watched sockets: ${use} (${test})`);
for (const [need, test] of Object.entries(OFFERS)) console.log(`  met: ${NEEDS[need as Need]} (${test})`);
console.log('Needs that are not met, by the number of projects that have them, and of those that have no other:');
for (const { need, projects: count, alone } of rowsOf(unmet)) {
  console.log(`  ${String(count).padStart(2)}  ${String(alone).padStart(2)}  ${NEEDS[need]}`);
}

function rowsOf(lists: readonly (readonly Need[])[]) {
  return (Object.keys(NEEDS) as Need[])
    .map((need) => ({
      need,
      projects: lists.filter((needs) => needs.includes(need)).length,
      alone: lists.filter((needs) => needs.length === 1 && needs[0] === need).length,
    }))
    .filter((row) => row.projects > 0)
    .sort((a, b) => b.projects - a.projects);
}
