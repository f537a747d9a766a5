/**
 * Signing in again on the page that is open, so that nothing on it is lost. `for an act`: the tenant answered that the session
 * has ended, and the act waits for a new one. `for a new view`: the documented rule, by which what other sessions uploaded or
 * deleted shows after signing in again.
 */
export type Asked = 'for an act' | 'for a new view';

type Ask = (why: Asked) => Promise<boolean>;

/** Without a frame, as on the sign-in page, there is nobody to ask. */
const nobody: Ask = () => Promise.resolve(false);
let ask = nobody;

/** Asks the person; answers whether they have signed in. */
export const askToSignIn: Ask = (why) => ask(why);

/** For the button of the documented rule. */
export const askForNewView = (): void => void ask('for a new view');

/** The frame asks the person, until the answered function is called. */
export function whenAskedToSignIn(run: Ask): () => void {
  ask = run;
  return () => {
    ask = nobody;
  };
}
