/** Where the unsaved changes of a person are kept in session storage (`use-stored.ts`). */
export const draftKeys = {
  assignment: (username: string, ivrProfileId: string) => `assignment-draft:${username}:${ivrProfileId}`,
  screenRecording: (username: string) => `screen-recording-draft:${username}`,
};

/** Whether there is one: for lists, which only mark what is open elsewhere. */
export function hasDraft(key: string): boolean {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    // Storage that is switched off keeps nothing.
    return false;
  }
}
