/**
 * NIST SP 800-63B-4, 3.1.1.2: fifteen characters where the password is the only factor, no rules of composition, and
 * none that is guessed first.
 */
export const SHORTEST_PASSWORD = 15;

/** Days in which a one-time password has to be used. */
export const ONE_TIME_DAYS = 7;
