import type { Stage } from '../faults/stage.ts';
import type { Pace } from './figures.ts';

/** Something that a person with or without an account may try. `play` throws when the server does not hold. */
export interface Attack {
  name: string;
  /** Left out of the quick half: it takes more than a few seconds. */
  slow?: true;
  /** Answers what was seen, each figure beside its bound. */
  play: (stage: Stage, pace: Pace) => Promise<string>;
}
