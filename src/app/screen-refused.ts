import { refusalDetail, type Refusal } from '../domain/session.ts';

/** Thrown by the guard of a route: this account may not use the screen, and why. */
export class ScreenRefused extends Error {
  readonly refusal: Refusal;
  readonly title: string;

  private constructor(refusal: Refusal, title: string, sentence: string) {
    super(sentence);
    this.name = 'ScreenRefused';
    this.refusal = refusal;
    this.title = title;
  }

  /** Loads the sentences only now, because most people never need them. */
  static async because(refusal: Refusal): Promise<ScreenRefused> {
    const { problemSentence, problemTitle } = await import('../domain/problem.ts');
    const detail = refusalDetail(refusal);
    return new ScreenRefused(refusal, problemTitle(refusal.code), problemSentence(refusal.code, { detail }));
  }
}
