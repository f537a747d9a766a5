import { parseArgs } from 'node:util';
import { answers } from './attack/answers.ts';
import type { Attack } from './attack/attack.ts';
import { bodies } from './attack/bodies.ts';
import { databases } from './attack/databases.ts';
import { expensive } from './attack/expensive.ts';
import { front } from './attack/front.ts';
import { headers } from './attack/headers.ts';
import { sizes } from './attack/sizes.ts';
import { playAll } from './cases.ts';

/**
 * Plays what an attacker tried against real servers on loopback, each with its own data folder, and prints each figure
 * beside its bound. It is bounded in number and time.
 *
 *     node scripts/attack.ts [--quick] [--of FOLDER] [a part of the names of the cases]
 *
 * `--quick` plays the half that takes seconds. `--of` attacks another build of the console, such as an earlier one.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, of: { type: 'string' } },
});
const [wanted = ''] = positionals;
const { quick, of } = values;

const groups: Record<string, readonly Attack[]> = {
  Headers: headers,
  Sizes: sizes,
  'Expensive work': expensive,
  Bodies: bodies,
  Answers: answers,
  'Data from elsewhere': databases,
  'In front of a tenant': front,
};

const chosen = Object.entries(groups).map(([group, attacks]) => [
  group,
  attacks
    .filter(({ slow }) => !quick || !slow)
    .map(({ name, play }) => ({ name, play: (stage: Parameters<typeof play>[0]) => play(stage, { quick }) })),
]);
await playAll(Object.fromEntries(chosen), { wanted, ...(of === undefined ? {} : { of }) });
