import { createContext } from 'react';

/**
 * Whether the tools run inside the console. The copy of the key tools is a single file: it has no session, no other
 * screens to link to, and fetches nothing.
 */
export const ConsoleAround = createContext(true);
