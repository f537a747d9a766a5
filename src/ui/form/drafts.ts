/** The keys under which a person's unsaved changes are kept in session storage (`use-stored.ts`). */
export const draftKeys = {
  assignment: (username: string, ivrProfileId: string) => `profile-draft:${username}:${ivrProfileId}`,
  screenRecording: (username: string) => `screen-recording-draft:${username}`,
};

/** Whether there is an unsaved change, for lists that only mark it. */
export function hasDraft(key: string): boolean {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    // Session storage is switched off, so there is none.
    return false;
  }
}
