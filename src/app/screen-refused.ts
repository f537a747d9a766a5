import { problemSentence } from '../domain/problem.ts';
import type { Refusal } from '../domain/session.ts';

/** Thrown by a route's guard: this account may not use the screen, and why. */
export class ScreenRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(
      problemSentence(refusal.code, {
        detail: refusal.code === 'forbidden' ? refusal.privilege : refusal.platform,
      }),
    );
    this.name = 'ScreenRefused';
    this.refusal = refusal;
  }
}
