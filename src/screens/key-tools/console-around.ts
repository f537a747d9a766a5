import { createContext } from 'react';

/**
 * Whether the console is around the tools. The copy to keep is a file on its own: it has no session and no other screen
 * that a link could lead to, and nothing of it is fetched later.
 */
export const ConsoleAround = createContext(true);
