/**
 * Signing in again on the open page, so that nothing on it is lost. `for an act`: the tenant answered that the session
 * has ended, and the act waits for a new session. `for a proof`: the act cannot be undone, and waits until the person
 * has shown again who they are. `for a new view`: the documented rule, by which changes of other
 * sessions (uploads and deletions) show only after signing in again.
 */
export type Asked = 'for an act' | 'for a proof' | 'for a new view';

type Ask = (why: Asked) => Promise<boolean>;

/** For a page without the frame, such as the sign-in page: nobody can be asked. */
const nobody: Ask = () => Promise.resolve(false);
let ask = nobody;

/** Asks the person to sign in; answers whether they have. */
export const askToSignIn: Ask = (why) => ask(why);

/** For the button that offers to sign in again to see changes of other sessions. */
export const askForNewView = (): void => void ask('for a new view');

/** Registers the frame's dialog, which asks the person to sign in. Call the returned function to remove it. */
export function whenAskedToSignIn(run: Ask): () => void {
  ask = run;
  return () => {
    ask = nobody;
  };
}
