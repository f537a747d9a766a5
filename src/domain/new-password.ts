/**
 * NIST SP 800-63B-4, 3.1.1.2: fifteen characters where the password is the only factor, no rules of composition, and
 * none that is guessed first.
 */
export const SHORTEST_PASSWORD = 15;

export const NEW_PASSWORD_HELP = `${SHORTEST_PASSWORD} characters or more, such as five random words. Nothing else is asked of it.`;

/** Days in which a one-time password has to be used. */
export const ONE_TIME_DAYS = 7;
